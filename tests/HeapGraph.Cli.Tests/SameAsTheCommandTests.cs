using HeapGraph.Cli.Words;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Targets;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The library's results read as the command prints them, but for its words for what can be set.</summary>
[NotQuick]
public sealed class SameAsTheCommandTests : IDisposable
{
    private readonly (string Before, string After) _dumps = LeakTargetDumps.Pair("Walkthrough");
    private readonly Heap _before;
    private readonly Heap _after;

    public SameAsTheCommandTests() => (_before, _after) = (Opened(_dumps.Before), Opened(_dumps.After));

    public void Dispose()
    {
        _before.Dispose();
        _after.Dispose();
    }

    [Fact]
    public void Texts_and_JSON_are_the_command_s()
    {
        Same(_before.MostCommonTypes(), "common", _dumps.Before, "--sort", "count");
        Same(_before.TypeStats(ObjectScope.All), "common", _dumps.Before, "--all", "--sort", "count", "--limit", "0");
        Same(_after.Growth(_before), "growth", _dumps.Before, _dumps.After);
        Same(_before.Growth([_after], peak: true), "growth", _dumps.After, _dumps.Before, "--peak");
        Same(_before.ObjectsOf("List<object>"), "objects", _dumps.Before, "--type", "List<object>");
        Same(_before.UnreachableObjects(), "objects", _dumps.Before, "--unreachable");
        var fat = _before.ObjectsOf("MyBigFatObject").Take(2).ToArray();
        string[] chosen = [_dumps.Before, .. fat.SelectMany(found => new[] { "--address", $"{found.Address:x}" }), "--limit", "2"];
        Same(_before.BackReferences(fat, maxDepth: 4), ["backrefs", .. chosen, "--max-depth", "4"]);
        Same(_before.References(fat), ["refs", .. chosen]);
        Same(_before.Chain(fat, paths: 2), ["chain", .. chosen, "--paths", "2"]);
        Same(_before.Dominators(), "dominators", _dumps.Before);
        Same(_before.Dominators(DominatorRowKind.Namespace), "dominators", _dumps.Before, "--by", "namespace");
        Same(_before.Triage(), "triage", _dumps.Before);
        Same(_before.AsyncCalls(), "async", _dumps.Before);
        Same(_before.Threads(), "threads", _dumps.Before);
        Same(_before.Threads(retained: true, each: true), "threads", _dumps.Before, "--retained", "--each");
    }

    [Fact]
    public void So_are_strings_and_what_paths_lead_to()
    {
        Same(_before.Strings(), "strings", _dumps.Before);
        Same(_before.Strings(3, StringSort.Longest, "System*", ObjectScope.All), "strings", _dumps.Before, "--limit", "3", "--sort", "longest", "--grep", "System*", "--all");
        var lists = _before.ObjectsOf("List<object>");
        Same(lists.Where("Count > 0"), "objects", _dumps.Before, "--type", "List<object>", "--where", "Count > 0");
        Same(lists.Selecting("Count"), "objects", _dumps.Before, "--type", "List<object>", "--select", "Count");
        Same(lists.By("Count"), "common", _dumps.Before, "--type", "List<object>", "--by", "Count", "--sort", "count");
        Same(_after.ObjectsOf("List<object>").GrowthBy("Count", [lists], sort: GrowthSort.Bytes), "growth", _dumps.Before, _dumps.After, "--type", "List<object>", "--by", "Count", "--sort", "bytes");
        Same(lists.By("Count", GroupSort.Retained), "common", _dumps.Before, "--type", "List<object>", "--by", "Count", "--sort", "retained");
    }

    private static Heap Opened(string dump) => new(new HeapTarget.DumpFile(dump), new HeapOptions { Host = new LibraryWithOurWords() });

    private static void Same(HeapResult result, params string[] args)
    {
        Assert.Equal(CommandRun.Of(args).Output, result.ToString());
        Assert.Equal(CommandRun.Of([.. args, "--format", "json"]).Output, result.ToJson());
        Assert.Equal(CommandRun.Of([.. args, "--format", "csv"]).Output, result.ToCsv());
        Assert.Equal(CommandRun.Of([.. args, "--format", "markdown", "--short"]).Output, result.ToMarkdown(shortNames: true));
    }

    private sealed class LibraryWithOurWords : IHeapHost
    {
        private readonly LibraryHost _library = new(progress: null);

        public bool AsksOnce => _library.AsksOnce;

        public T Read<T>(Func<IProgress<HeapReadProgress>?, T> read) => _library.Read(read);

        public void WillTake(long bytes)
        {
            // As the library.
        }

        public void Saw(HeapCoverage coverage) => _library.Saw(coverage);

        public HeapSnapshot Watched(HeapSnapshot snapshot) => _library.Watched(snapshot);

        public IPathValues Watched(IPathValues values) => values;

        public IRemedyWords WordsFor(HeapTarget target) => new RemedyWords(target);

        public void Took(string phase, TimeSpan time) => _library.Took(phase, time);
    }
}
