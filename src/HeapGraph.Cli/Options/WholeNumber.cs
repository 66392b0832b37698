using System.CommandLine;
using System.Globalization;

namespace HeapGraph.Cli.Options;

/// <summary>Options that take a whole number.</summary>
internal static class WholeNumber
{
    /// <summary>An option that refuses whatever is no number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<int> Option(string name, string description, int normally, int least = 0, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => normally,
        CustomParser = given =>
        {
            var text = given.Tokens[^1].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            given.AddError($"'{text}' is no value for {name}: it takes a whole number from {least} {(most == int.MaxValue ? "on" : $"to {most}")}.");
            return normally;
        },
    };
}
