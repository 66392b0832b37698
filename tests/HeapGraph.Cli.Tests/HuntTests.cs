using System.Globalization;
using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The hunts of tests/Hunts, as they stand there: each command is offered by the output before it, and prints what the page says.</summary>
[NotQuick]
public sealed partial class HuntTests : IDisposable
{
    private const int Columns = 80, MostCommands = 4;
    private const string Pid = "1234";
    private static readonly string[] Copied = ["   Go on with: ", "   Verify with: ", "Next: "];   // stay whole, to be copied

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("static-cache.md")]
    [InlineData("event-leak.md")]
    [InlineData("at-rest.md")]
    [InlineData("small-heap.md")]
    public void A_hunt_follows_what_is_offered_and_ends_at_the_place_to_change(string name)
    {
        var file = Path.Combine(Repository.Root, "tests", "Hunts", name);
        var page = File.ReadAllText(file);
        var steps = Step().Matches(page);
        Assert.InRange(steps.Count, 2, MostCommands);
        using var target = LeakTarget.Start(Target().Match(page).Groups[1].Value);
        var outputs = new List<string>();
        foreach (Match step in steps)
        {
            var shown = step.Groups["command"].Value;
            var command = outputs.Count == 0 ? shown : OfferedBy(outputs[^1]);
            Assert.Equal(Comparable(shown), Comparable(command));
            outputs.Add(ToolProcess.RunOnTerminalIn(_folder.Path, Columns, WithId(command["heapgraph ".Length..], target)).Replace($"{target.Id}", Pid, StringComparison.Ordinal));
            Assert.All(outputs[^1].Split('\n').Where(line => !Copied.Any(line.StartsWith)), line => Assert.True(line.Length <= Columns, line));
        }

        if (Environment.GetEnvironmentVariable("HEAPGRAPH_WRITE_EXPECTED") == "1")
        {
            var next = 0;
            page = Step().Replace(page, step => $"```sh\n{(next == 0 ? step.Groups["command"].Value : OfferedBy(outputs[next - 1]))}\n```\n```\n{outputs[next++]}```");
            File.WriteAllText(file, page);
        }

        Assert.Equal(Step().Matches(page).Select(step => Comparable(step.Groups["output"].Value)), outputs.Select(Comparable));
        var words = Comparable(string.Join(' ', outputs));
        var places = Code().Matches(Conclusion().Match(page).Value).Select(place => place.Groups[1].Value).ToArray();
        Assert.NotEmpty(places);
        Assert.All(places, place => Assert.Contains(place, words, StringComparison.Ordinal));
    }

    private static string OfferedBy(string output) => Offer().Matches(output).Select(offer => offer.Groups[1].Value).FirstOrDefault() ?? "nothing";

    private static string WithId(string command, LeakTarget target) => command.Replace($"--pid {Pid}", $"--pid {target.Id.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal);

    /// <summary>The words that every run prints, one blank between them: lines break elsewhere when a figure is a digit longer.</summary>
    private static string Comparable(string output) => Blanks().Replace(OfRuntime().Replace(Blanks().Replace(Varying().Replace(Blanks().Replace(output, " "), "#"), " "), ""), " ").Trim();

    [GeneratedRegex(@"```sh\n(?<command>heapgraph .+)\n```\n```\n(?<output>(?:(?!```).*\n)*)```")]
    private static partial Regex Step();

    [GeneratedRegex(@"LeakTargets/(\w+)/")]
    private static partial Regex Target();

    [GeneratedRegex(@"(?m)^\*\*(.+)$")]
    private static partial Regex Conclusion();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?m)^(?: +Go on with|Next): (heapgraph .+)$")]
    private static partial Regex Offer();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    // Addresses, times, sizes with their bars, shares; ages; how many objects there are in all.
    [GeneratedRegex(
        @"\b[0-9a-f]{12}\b|\d{4}-\d\d-\d\d [\d:]+ UTC after( [\d.]+ (?:s|min|h|d))+|[+-]?<?[\d,.]+ (?:B|KB|MB|GB|bytes|ms|s|%)(?!\w)|[█▉▊▋▌▍▎▏]+|Ages: [^.]+\.|[\d,]+ (?=reachable|types)|gen[012]|[\d,]+ (?=more\b|arenas|large blocks)|\.NET [\d.]+")]
    private static partial Regex Varying();

    // What .NET itself has: rows of strings and of its settings, the total of a table, literals of what was compiled meanwhile; which of its files have most in memory.
    [GeneratedRegex(@"[\d,]+( #)+ (string|Dictionary<string, object>|Dictionary<…>\.Entry\[\]|total)(?!\w)|Not listed: [^.]+\.NET has compiled since\.|[\w.+-]+\.(?:dll|so)(?:\.[\d.]+)? #,?")]
    private static partial Regex OfRuntime();
}
