using System.Diagnostics;
using System.Text.RegularExpressions;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>A picture of each leak target, as a user would draw it: what its header says is what the picture shows.</summary>
[NotQuick]
public sealed partial class LeakTargetPictureTests
{
    [Theory]
    [InlineData("BigFatLeak", "MyBigFatObject", 3)]
    [InlineData("EventLeak", "Subscriber", 5)]
    [InlineData("TimerLeak", "Poller", 2)]
    [InlineData("StaticListLeak", "LogEntry", 3)]
    [InlineData("AsyncLeak", "*AsyncStateMachineBox*Fetch*", 4)]
    [InlineData("FinalizerLeak", "Lease", 2)]
    [InlineData("HandleLeak", "Frame", 2)]
    [InlineData("TokenLeak", "Request", 4)]
    [InlineData("MixedLeak", "Order", 4)]
    [InlineData("ManyLeaks", "Letter", 4)]
    [InlineData("PileLeak", "Article", 4)]
    [InlineData("WaitLeak", "Quote", 4)]
    [InlineData("WebLeak", "Basket", 4)]
    [InlineData("DbContextLeak", "ShopContext", 2)]
    [InlineData("Walkthrough", "List<object>", 3)]
    public void What_holds_the_leak_is_drawn_as_expected(string target, string type, int depth) =>
        Matches(target, type, new NeighborhoodOptions { MaxDepth = depth });

    [Theory]
    [InlineData("SparseLeak", "Sheet", 2)]
    [InlineData("DuplicateLeak", "Order", 1)]
    [InlineData("KnownShape", "References", 1)]
    [InlineData("ArrowKinds", "Kinds", 1)]
    public void What_the_object_holds_is_drawn_as_expected(string target, string type, int depth) =>
        Matches(target, type, new NeighborhoodOptions { Direction = ReferenceDirection.References, MaxDepth = depth, TooMany = depth == 1 ? 60 : 10 });

    [Theory]
    [InlineData("EventLeak", "Subscriber", 3)]
    [InlineData("MixedLeak", "Order", 3)]
    [InlineData("Walkthrough", "List<object>", 3)]
    public void Without_the_inside_of_collections_it_is_drawn_as_expected(string target, string type, int depth) =>
        Matches(target, type, new NeighborhoodOptions { MaxDepth = depth, SkipsInnerNodes = true }, ".friendly");

    [Fact]
    public async Task Each_of_the_expected_pictures_renders_as_PNG_SVG_and_PDF()
    {
        using var folder = new ScratchFolder();
        var pictures = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "HeapGraph.Core.Tests", "Presentation", "LeakTargets"), "*.dot");
        Assert.Equal(22, pictures.Length);
        foreach (var picture in pictures)
        {
            File.Copy(picture, Path.Combine(folder.Path, Path.GetFileName(picture)));
        }

        using var dot = Process.Start(new ProcessStartInfo("dot", ["-Tpng", "-Tsvg", "-Tpdf", "-O", .. pictures.Select(picture => Path.GetFileName(picture)!)])
        {
            WorkingDirectory = folder.Path, RedirectStandardError = true,
        })!;
        Assert.Equal("", await dot.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.All(pictures, picture => Assert.All([".png", ".svg", ".pdf"], ending =>
            Assert.True(new FileInfo(Path.Combine(folder.Path, Path.GetFileName(picture) + ending)).Length > 1000)));
    }

    private static void Matches(string target, string type, NeighborhoodOptions options, string view = "")
    {
        using var snapshot = new DumpHeapReader(LeakTargetDumps.Heap(target))
            .Read(new HeapReadOptions(GraphParts.All), null, TestContext.Current.CancellationToken);
        var (graph, reachable, pattern) = (snapshot.Graph, ReachableObjects.From(snapshot.Graph, TestContext.Current.CancellationToken), new TypeNamePattern(type));
        var chosen = Enumerable.Range(0, graph.ObjectCount).First(index => reachable.Contains(index) && pattern.Matches(graph.TypeOf(index)));
        var picture = ReferenceNeighborhood.Of(snapshot, [chosen], 1, options with { Reachable = reachable });
        var dot = PictureDot.Of(picture, Wording.MissingFrom(picture), new PictureOptions(ShortNames: true, Refcounts: false)).Text;
        ExpectedFile.Matches($"LeakTargets/{target}{view}.expected.dot", Address.Replace(dot, "ADDRESS"));
    }

    [GeneratedRegex(@"(?<=\b|\\n)(?=[a-f]*[0-9])[0-9a-f]{10,16}\b")]
    private static partial Regex Address { get; }

    private sealed class ScratchFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("pictures").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
