using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>How a collection came to hold what it holds decides whether it is called a leak.</summary>
[NotQuick, OnEachRuntime]
public sealed class HistoryTests
{
    private static readonly (string Place, LeakCertainty Certainty, string Because)[] Known =
    [
        ("Shop.Growing.Items", LeakCertainty.Likely, "no method of the program takes anything out of it, and more were added of late"),
        ("Shop.Growing.ById", LeakCertainty.Likely, "no method of the program takes anything out of it, and more were added of late"),
        ("Shop.Growing.Seen", LeakCertainty.Likely, "no method of the program takes anything out of it, and more were added of late"),
        ("Shop.Used.ById", LeakCertainty.Possible, "things are taken out of it again: 1,200 are there after 4,000 changes"),
        ("Shop.Used.Recent", LeakCertainty.Possible, "things are taken out of it again: 1,200 are there after 6,800 changes"),
        ("Bounded._kept", LeakCertainty.Possible, "field _capacity of its Bounded bounds it to 5,000, and 4,000 are there"),
        ("Shop.Trimmed.ByKey", LeakCertainty.Possible, "Shop.Trimmed.Trim takes things out once there are too many"),
        ("Shop.Removed.ByKey", LeakCertainty.Possible, "Shop.Removed.Remove takes things out of it"),
        ("Optioned._kept", LeakCertainty.Possible, "field _limit of its OptionedOptions bounds it to 9,000, and 4,000 are there"),
        ("Ring._items", LeakCertainty.Possible, "only constructors make this array, and an array does not grow"),
        ("Shop.Loaded.Table", LeakCertainty.Possible, "Shop.Loaded.Load puts in many at once, and none was added of late"),
        ("Shop.OnceAtOnce.All", LeakCertainty.Possible, "it was filled in one go: 1,200 are there after 0 changes"),
        ("Shop.OnceAtOnce.Known", LeakCertainty.Possible, "nothing can be added to a frozen collection"),
        ("Shop.Constructed.Table", LeakCertainty.Possible, "only constructors fill it"),
    ];

    [Fact]
    public void Each_collection_is_judged_by_how_it_came_to_be()
    {
        using var heap = Heap.Open(LeakTargetDumps.Heap("Histories"));
        var findings = heap.Triage(limit: 0).Findings;

        Assert.All(Known, known =>
        {
            var finding = Assert.Single(findings, finding => finding.Title.Contains($" {known.Place} ", StringComparison.Ordinal));
            Assert.Equal((known.Certainty, known.Certainty == LeakCertainty.Likely), (finding.Certainty, finding.Severity > LeakSeverity.Low));
            Assert.StartsWith(known.Because, finding.Because, StringComparison.Ordinal);
        });
        Assert.StartsWith("Static field Shop.Growing.", findings[0].Title, StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.True(finding.Severity == LeakSeverity.Low || finding.Title.Contains("Shop.Growing.", StringComparison.Ordinal), finding.Title));
    }
}
