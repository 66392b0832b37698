using System.CommandLine;

namespace HeapGraph.Benchmarks;

/// <summary>Options that both commands have, and how they refuse what makes no sense.</summary>
internal static class SharedOptions
{
    public static Option<int> Repeat()
    {
        var option = new Option<int>("--repeat") { Description = "Runs of each contender; the median counts", HelpName = "N", DefaultValueFactory = _ => 5 };
        RefuseLessThanOne(option);
        return option;
    }

    public static Option<bool> ColdMemory() =>
        new("--cold-memory") { Description = "Fill the machine's free memory once for each heap, give it back, and rest before every run until the host has it" };

    public static Option<bool> Write() => new("--write") { Description = "Write the results to tests/HeapGraph.Benchmarks/Results" };

    public static Option<bool> AsBuilt() =>
        new("--as-built") { Description = "Take the programs as they are built: starts sooner, measures nothing that counts" };

    /// <summary>A choice among things by what their ToString says, as in "native,il", in the order given.</summary>
    public static Option<T[]> Names<T>(string name, string description, IReadOnlyList<T> all, IReadOnlyList<T> usual)
        where T : notnull => new(name)
    {
        Description = $"{description}: {string.Join(',', all)}",
        HelpName = "NAME,...",
        DefaultValueFactory = _ => [.. usual],
        CustomParser = given =>
        {
            var chosen = given.Tokens[^1].Value.Split(',').Select(word => (Word: word, Found: all.Where(one => one.ToString() == word).ToArray())).ToArray();
            if (chosen.FirstOrDefault(one => one.Found.Length == 0).Word is { } unknown)
            {
                given.AddError($"'{unknown}' is no value for {name}: there are {string.Join(", ", all)}.");
            }

            return [.. chosen.SelectMany(one => one.Found).Distinct()];
        },
    };

    public static void RefuseLessThanOne(Option<int> option) => option.Validators.Add(given =>
    {
        if (given.GetValueOrDefault<int>() < 1)
        {
            given.AddError($"{option.Name} takes a whole number from 1 on.");
        }
    });
}
