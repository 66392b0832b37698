using System.CommandLine;
using System.Globalization;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Cli.Options;

/// <summary>Which objects count, by namespace, assembly, size and generation.</summary>
internal sealed class FilterOptions
{
    private static readonly Dictionary<string, HeapGeneration> GenerationByName = Enum.GetValues<HeapGeneration>().ToDictionary(Wording.Of);

    private readonly Option<string[]> _namespaces = new("--namespace")
    {
        Description = "Only types of this namespace: exact, with * and ?, or /regular expression/; repeatable", HelpName = "NAME",
    };

    private readonly Option<string[]> _assemblies = new("--assembly") { Description = "Only types of this assembly, likewise; repeatable", HelpName = "NAME" };
    private readonly Option<long> _minBytes = new("--min-size") { Description = "Only objects of this size or more, each by itself: 85000, 10KB, 1MB", HelpName = "SIZE", CustomParser = SizeIn };
    private readonly Option<string[]> _generations = new("--generation")
    {
        Description = $"Only objects of {string.Join(", ", GenerationByName.Keys.SkipLast(1))} or {GenerationByName.Keys.Last()}; repeatable", HelpName = "GEN",
    };

    public FilterOptions(Command command)
    {
        _generations.AcceptOnlyFromAmong([.. GenerationByName.Keys]);
        foreach (var option in (Option[])[_namespaces, _assemblies, _minBytes, _generations])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the user chose.</summary>
    /// <exception cref="UsageException">A regular expression that is none.</exception>
    public FilterChoice Choice(ParseResult parsed) => new(new ObjectFilter
    {
        Namespaces = UserPatterns.Of(parsed.GetValue(_namespaces), name => new GroupNamePattern(name)),
        Assemblies = UserPatterns.Of(parsed.GetValue(_assemblies), name => new GroupNamePattern(name)),
        MinBytes = parsed.GetValue(_minBytes),
        Generations = [.. (parsed.GetValue(_generations) ?? []).Select(name => GenerationByName[name]).Distinct()],
    });

    // As everywhere, 1 KB is 1024 bytes.
    private static long SizeIn(System.CommandLine.Parsing.ArgumentResult given)
    {
        var text = given.Tokens[^1].Value;
        var digits = text.TrimEnd('B', 'b').TrimEnd('K', 'k', 'M', 'm', 'G', 'g');
        var shift = text[digits.Length..].ToUpperInvariant() switch { "" or "B" => 0, "K" or "KB" => 10, "M" or "MB" => 20, "G" or "GB" => 30, _ => -1 };
        if (shift >= 0 && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1L << 30)
        {
            return (long)decimal.Ceiling(number * (1L << shift));
        }

        given.AddError($"'{text}' is no value for --min-size: write a size as 85000, 10KB or 1MB.");
        return 0;
    }
}
