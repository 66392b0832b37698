using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>Twenty programs of which ten leak, each in another way, beside 100 MB that they keep on purpose: the leak comes first, and
/// of the honest ones none is accused. Each is read as it runs.</summary>
[NotQuick]
public sealed class TwentyTests
{
    private static readonly string[] Honest = ["webshop", "trading", "compiler", "chat", "game", "search", "batch", "metrics", "editor", "jobs"];

    [Theory]
    [InlineData("dashboard", "event-handlers", "Dashboard.PriceFeed.Ticked", "ChartView")]
    [InlineData("fleet", "timers", "timers of", "VehicleSession")]
    [InlineData("fares", "token-registrations", "CancellationToken registrations of", "FareSearch")]
    [InlineData("payments", "async-calls", "PaymentDesk.PayAsync", "")]
    [InlineData("viewer", "disposed-objects", "Document were disposed of", "Workspace._opened")]
    [InlineData("camera", "gc-handles", "strong GC handles", "FrameContext")]
    [InlineData("clinic", "collections", "AuditTrail._entries", "AuditEntry")]
    [InlineData("imports", "kept-disposables", "CsvParser", "")]
    [InlineData("mail", "work-queues", "items wait in a channel", "Outbox._letters")]
    [InlineData("feeds", "activities", "poll feed", "")]
    public void The_leak_comes_first(string program, string rule, string title, string andTitle)
    {
        var findings = FindingsIn(program);

        Assert.Equal(rule, findings[0].Rule);
        Assert.Contains(title, findings[0].Title, StringComparison.Ordinal);
        Assert.Contains(andTitle, findings[0].Title, StringComparison.Ordinal);
        Assert.True(findings[0].Severity > LeakSeverity.Low, findings[0].Title);
    }

    [Fact]
    public void No_honest_program_is_accused() => Assert.All(Honest, program =>
        Assert.All(FindingsIn(program), finding => Assert.True(finding.Severity == LeakSeverity.Low, $"{program}: {finding.Severity} {finding.Title}, since {finding.Because}")));

    [Fact]
    public void A_MemoryCache_with_a_limit_is_said_to_be_bounded()
    {
        var caches = FindingsIn("fleet").Where(finding => finding.Chain?.Steps.Any(step => step.Type.ShortName == "MemoryCache") == true).ToArray();
        Assert.NotEmpty(caches);
        Assert.All(caches, finding => Assert.Equal(
            (LeakSeverity.Low, true, true),
            (finding.Severity, finding.Because.StartsWith("the SizeLimit of its MemoryCache is ", StringComparison.Ordinal), finding.Remedy.StartsWith("Nothing, unless ", StringComparison.Ordinal))));
    }

    private static IReadOnlyList<LeakFinding> FindingsIn(string program)
    {
        using var target = LeakTarget.Start("Twenty", program);
        using var heap = Heap.OfProcess(target.Id);
        return heap.Triage(limit: 0).Findings;
    }
}
