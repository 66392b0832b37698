using System.Diagnostics;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Pages as their readers have them, in a browser; the heap is that of <c>HostileStrings</c>.</summary>
[NotQuick]
public sealed class BrowserTests : IDisposable
{
    private static readonly string Here = Path.Combine(Repository.Root, "tests", "HeapGraph.Cli.Tests");
    private static readonly (string Target, string Type)[] Leaks =
    [
        ("BigFatLeak", "MyBigFatObject"), ("EventLeak", "Subscriber"), ("TimerLeak", "Poller"), ("StaticListLeak", "LogEntry"), ("AsyncLeak", "*StateMachineBox*Fetch*"),
        ("FinalizerLeak", "Lease"), ("HandleLeak", "Frame"), ("TokenLeak", "Request"), ("MixedLeak", "Order"), ("ManyLeaks", "Letter"), ("SparseLeak", "Sheet"),
        ("DuplicateLeak", "Order"), ("PileLeak", "Article"), ("WaitLeak", "Quote"), ("WebLeak", "Basket"), ("DbContextLeak", "ShopContext"), ("Walkthrough", "List<object>"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reader_zooms_searches_unfolds_and_switches_and_nothing_leaves_the_page()
    {
        var dump = LeakTargetDumps.Heap("HostileStrings");
        WritePage("backrefs", dump, "--type", "Order", "--short");
        WritePage("refs", dump, "--type", "Order");
        WritePage("chain", dump, "--type", "EndOfList");
        foreach (var (target, type) in Leaks)
        {
            var run = CommandRun.Of("backrefs", LeakTargetDumps.Heap(target), "--type", type, "-o", _folder.At($"leak-{target}.html"));
            Assert.True(run.ExitCode == 0, run.Error);
        }

        HtmlPicture.Write(
            _folder.At("drawn.html"), "backrefs", dump, [new HtmlView("", UnfoldableNeighborhood.Without(OrderWithMore), new PictureOptions(ShortNames: true, Refcounts: false))],
            engine: null, TestContext.Current.CancellationToken);

        var start = new ProcessStartInfo("node", [Path.Combine(Here, "Browser", "check-pages.mjs"), _folder.Path, Path.Combine(Here, "obj", "browser")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var browser = Process.Start(start)!;
        var errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(browser.ExitCode == 0, $"{output}{await errors}\nWhat it takes is installed by scripts/install-browser.");
    }

    [Fact]
    public void A_page_says_its_size_and_how_much_can_be_unfolded()
    {
        var run = CommandRun.Of("backrefs", LeakTargetDumps.Heap("HostileStrings"), "--type", "Order", "-o", _folder.At("page.HTML"));
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Matches(@"page.HTML is a page of [\d,]+ KB, with \d+ more nodes to unfold.", run.Error);
        Assert.Equal(["page.HTML"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    private static ReferenceNeighborhood OrderWithMore => new(
        ReferenceDirection.Referrers,
        [
            new ObjectNode(0, 0, ObjectRole.Target, 0, new HeapType("Order", "Order", ""), 0) { Value = "\"</script><script>hacked=1</script>\"" },
            new MoreNeighbors(1, 1, 12),
        ],
        [new NeighborhoodEdge(1, 0, null)], 1, false, new HeapCoverage());

    private void WritePage(string command, params string[] args)
    {
        var run = CommandRun.Of([command, .. args, "-o", _folder.At($"{command}.html")]);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
