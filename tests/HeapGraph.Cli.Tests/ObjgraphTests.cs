using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>docs/objgraph.md: each command of its tables runs, each call does something.</summary>
[Collection(CurrentFolderCollection.Name)]
[NotQuick]
public sealed partial class ObjgraphTests : IDisposable
{
    private static readonly string[] Functions =
    [
        "count", "typestats", "most_common_types", "show_most_common_types", "growth", "show_growth", "get_leaking_objects", "by_type", "at", "at_addrs",
        "show_refs", "show_backrefs", "find_backref_chain", "find_ref_chain", "get_new_ids", "show_chain", "is_proper_module",
    ];

    private static readonly string[] Parameters =
    [
        "limit", "shortnames", "filter", "objects", "file", "peak_stats", "skip_update", "sortby", "max_depth", "too_many", "highlight", "refcounts", "filename", "output",
        "extra_ignore", "extra_info", "extra_node_attrs",
    ];

    private readonly CurrentFolder _folder = new();
    private readonly Heap _before;
    private readonly Heap _after;

    public ObjgraphTests()
    {
        var (before, after) = LeakTargetDumps.Pair("Walkthrough");
        File.CreateSymbolicLink("before.dmp", before);
        File.CreateSymbolicLink("after.dmp", after);
        File.CreateSymbolicLink("app.dmp", after);
        (_before, _after) = (Heap.Open("before.dmp"), Heap.Open("after.dmp"));
    }

    private static IEnumerable<(string Objgraph, string Command, string Library)> Rows =>
        from line in File.ReadAllLines(Path.Combine(Repository.Root, "docs", "objgraph.md"))
        let cells = line.Split(" | ")
        where cells.Length == 3 && cells[1].StartsWith('`')
        select (cells[0].TrimStart('|', ' '), cells[1].Trim('`'), cells[2].TrimEnd('|', ' ').Trim('`'));

    public void Dispose()
    {
        _before.Dispose();
        _after.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_function_and_parameter_has_its_row()
    {
        var names = Rows.SelectMany(row => Name().Matches(row.Objgraph)).Select(name => name.Groups[1].Value).ToHashSet();
        Assert.Empty(Functions.Concat(Parameters).Except(names));
    }

    [Fact]
    public void Every_command_says_something_or_writes_its_file()
    {
        var address = $"{_after.ObjectsOf("MyBigFatObject")[0].Address:x}";
        foreach (var (_, command, _) in Rows)
        {
            var words = Word().Matches(command).Select(word => word.Value.Trim('\'').Replace("7f1571809ad8", address, StringComparison.Ordinal)).ToArray();
            var run = CommandRun.Of(words[1..]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.ExitCode} {run.Error}");
            Assert.True(words is [.., "-o", var file] ? new FileInfo(file).Length > 0 : run.Output.Length > 0, command);
        }
    }

    [Fact]
    public void Every_call_answers()
    {
        var calls = Calls().ToDictionary(call => call.Code, call => call.Run);
        Assert.Equal(calls.Keys.Order(StringComparer.Ordinal), Rows.Select(row => row.Library).Order(StringComparer.Ordinal));
        var objects = _after.ObjectsOf("MyBigFatObject").Take(1).ToArray();
        foreach (var (code, run) in calls)
        {
            var answer = run(_after, _before, _after, objects, objects[0].Address);

            // A file that says all leaves nothing to be said.
            var mayBeEmpty = code.Contains(".Save(", StringComparison.Ordinal);
            Assert.True(answer is not null and not 0L and not "" && (mayBeEmpty || (answer as IEnumerable)?.Cast<object>().Any() != false), code);
        }

        Assert.All((string[])["refs.png", "backrefs.png", "chain.png", "common.txt", "refs.svg"], file => Assert.True(new FileInfo(file).Length > 0, file));
    }

    private static (string Code, Ask Run)[] Calls() =>
    [
        Call((heap, before, after, objects, address) => heap.Count("MyBigFatObject")),
        Call((heap, before, after, objects, address) => heap.TypeStats()),
        Call((heap, before, after, objects, address) => heap.MostCommonTypes()),
        Call((heap, before, after, objects, address) => heap.MostCommonTypes().ToString(shortNames: true)),
        Call((heap, before, after, objects, address) => after.Growth([before], peak: true)),
        Call((heap, before, after, objects, address) => after.Growth(since: before)),
        Call((heap, before, after, objects, address) => after.NewObjects(since: before)),
        Call((heap, before, after, objects, address) => heap.UnreachableObjects()),
        Call((heap, before, after, objects, address) => heap.ObjectsOf("MyBigFatObject")),
        Call((heap, before, after, objects, address) => heap.ObjectAt(address)),
        Call((heap, before, after, objects, address) => heap.ObjectsAt([address])),
        Call((heap, before, after, objects, address) => heap.References(objects).Save("refs.png")),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects).Save("backrefs.png")),
        Call((heap, before, after, objects, address) => heap.Chain(objects).Chains),
        Call((heap, before, after, objects, address) => heap.FindBackReferenceChain(objects[0], found => found.Bytes > 40)),
        Call((heap, before, after, objects, address) => heap.FindReferenceChain(objects[0].Referrers[0], found => found.Type.Name == "MyBigFatObject")),
        Call((heap, before, after, objects, address) => heap.Chain(objects, from: heap.ObjectsOf("Dictionary<*"))),
        Call((heap, before, after, objects, address) => heap.Chain(objects).Save("chain.png")),
        Call((heap, before, after, objects, address) => heap.Roots),
        Call((heap, before, after, objects, address) => heap.MostCommonTypes(limit: 3)),
        Call((heap, before, after, objects, address) => after.Growth(since: before, limit: 0)),
        Call((heap, before, after, objects, address) => after.Growth(since: before).ToString(shortNames: true)),
        Call((heap, before, after, objects, address) => heap.TypeStats().Where(row => row.Type.AssemblyName == "Walkthrough")),
        Call((heap, before, after, objects, address) => heap.UnreachableObjects().CountBy(found => found.Type)),
        Call((heap, before, after, objects, address) => heap.MostCommonTypes().Save("common.txt")),
        Call((heap, before, after, objects, address) => after.NewObjects(since: before, limit: 3)),
        Call((heap, before, after, objects, address) => after.NewObjects(since: before, sort: GrowthSort.Old)),
        Call((heap, before, after, objects, address) => after.NewObjects(since: before, sort: GrowthSort.Current)),
        Call((heap, before, after, objects, address) => after.NewObjects(since: before, sort: GrowthSort.New)),
        Call((heap, before, after, objects, address) => after.NewObjects(since: before, sort: GrowthSort.Delta)),
        Call((heap, before, after, objects, address) => heap.Growth([before, after], peak: true, limit: 0).Table),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects, maxDepth: 5)),
        Call((heap, before, after, objects, address) => heap.References(objects, options: new() { TooMany = 20 })),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects, options: new() { Highlight = ["Dictionary<*"] })),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects, options: new() { Refcounts = true }).ToSvg()),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects, options: new() { ShortNames = true }).ToSvg()),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects).Save("refs.svg")),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects).ToDot()),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects, options: new() { Filter = found => found.Bytes > 40 })),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects, options: new() { Ignore = objects[0].Referrers })),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects, options: new() { ExtraInfo = found => $"retains {found.RetainedBytes} B" }).ToDot()),
        Call((heap, before, after, objects, address) => heap.BackReferences(objects, options: new() { ExtraNodeAttributes = found => new Dictionary<string, string> { ["color"] = "orange" } }).ToDot()),
        Call((heap, before, after, objects, address) => heap.References(objects, options: new() { UrlTemplate = "#{address}" }).ToDot()),
        Call((heap, before, after, objects, address) => heap.Chain(objects, maxDepth: 20)),
        Call((heap, before, after, objects, address) => heap.Chain(objects, options: new() { Ignore = objects[0].Referrers })),
        Call((heap, before, after, objects, address) => heap.Show(objects)),
    ];

    private static (string Code, Ask Run) Call(Ask run, [CallerArgumentExpression(nameof(run))] string code = "") => (AfterArrow(code), run);

    private static (string Code, Ask Run) Call(Do run, [CallerArgumentExpression(nameof(run))] string code = "") =>
        (AfterArrow(code), (heap, before, after, objects, address) =>
        {
            run(heap, before, after, objects, address);
            return "done";
        });

    private static string AfterArrow(string lambda) => lambda[(lambda.IndexOf("=> ", StringComparison.Ordinal) + 3)..];

    private delegate object? Ask(Heap heap, Heap before, Heap after, IReadOnlyList<HeapObject> objects, ulong address);

    private delegate void Do(Heap heap, Heap before, Heap after, IReadOnlyList<HeapObject> objects, ulong address);

    [GeneratedRegex(@"`(\w+)[(=]")]
    private static partial Regex Name();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();
}
