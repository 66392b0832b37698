using System.CommandLine;
using System.Globalization;

namespace HeapGraph.Cli.Options;

/// <summary>Options that take a stretch of time, such as 500ms, 30s, 5m or 1h.</summary>
internal static class TimeSpanOption
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = given =>
        {
            var text = given.Tokens[^1].Value;
            if (TimeOf(text) is { } time)
            {
                return time;
            }

            given.AddError($"'{text}' is no value for {name}: write a time as 500ms, 30s, 5m or 1h, up to a day.");
            return null;
        },
    };

    private static TimeSpan? TimeOf(string text)
    {
        var digits = text.TrimEnd('m', 's', 'h');
        var unit = text[digits.Length..] switch
        {
            "ms" => 0.001,
            "s" or "" => 1,
            "m" => 60,
            "h" => 3600,
            _ => double.NaN,
        };
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * unit <= Longest.TotalSeconds
                ? TimeSpan.FromSeconds(number * unit)
                : null;
    }
}
