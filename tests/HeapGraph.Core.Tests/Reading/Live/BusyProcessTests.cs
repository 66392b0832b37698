using System.Globalization;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

/// <summary>A process that allocates, collects, starts and ends threads all the time is copied at one instant, and not harmed.</summary>
[Collection(LiveCollection.Name)]
[NotQuick]
public sealed class BusyProcessTests
{
    // HEAPGRAPH_TORTURE=200 for the whole torture.
    private static readonly int Captures = int.Parse(Environment.GetEnvironmentVariable("HEAPGRAPH_TORTURE") ?? "5", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Every_copy_is_whole_and_counts_what_was_there(string isServer)
    {
        using var target = LeakTarget.Start("BusyTarget", "8", environment: ("DOTNET_gcServer", isServer));
        for (var capture = 0; capture < Captures; capture++)
        {
            var before = Counts(target);
            HeapTypeCounts counts;
            using (var copy = HeapCopy.Take(
                target.Id, new LiveOptions { MaxFreeze = TimeSpan.FromMinutes(1) }, null, TestContext.Current.CancellationToken))
            {
                var after = Counts(target);
                Assert.Equal(0, after.Failures);
                counts = copy.Reader().CountTypes(new HeapReadOptions(GraphParts.Objects), null, TestContext.Current.CancellationToken);
                var type = counts.Types.Index().FirstOrDefault(pair => pair.Item.Name == "Kept", (-1, null!)).Index;
                Assert.InRange(type < 0 ? 0 : counts.ObjectsByType[type], before.Done, after.Started);
            }

            var coverage = counts.Coverage;
            Assert.True(coverage.Warnings.Count + coverage.Gaps.Count == 0, $"Capture {capture}: {string.Join(", ", [.. coverage.Warnings, .. coverage.Gaps])}");
            Assert.Equal(coverage.BytesTotal, coverage.BytesWalked);
        }

        Assert.True(SpinWait.SpinUntil(() => !ThreadStates(target.Id).Contains("T"), TimeSpan.FromMinutes(1)));
    }

    private static string[] ThreadStates(int process) =>
        [.. Directory.GetDirectories($"/proc/{process}/task").Select(StateOf).Order()];

    private static string StateOf(string thread)
    {
        try
        {
            var stat = File.ReadAllText($"{thread}/stat");
            return stat.Substring(stat.LastIndexOf(')') + 2, 1).ToUpperInvariant();
        }
        catch (IOException)
        {
            return "ended";
        }
    }

    private static (long Done, long Started, long Failures) Counts(LeakTarget target)
    {
        var counts = target.Send("count", "counted").Split(' ').Skip(1).Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (counts[0], counts[1], counts[2]);
    }
}
