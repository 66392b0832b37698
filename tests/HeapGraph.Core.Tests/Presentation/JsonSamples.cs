using HeapGraph.Core.Analysis;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Testing;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>JSON of every command, in which each key that may be written, missing or null is so somewhere.</summary>
internal static class JsonSamples
{
    private static readonly HeapType Order = new("Shop.Order", "Order", "Shop");
    private static readonly HeapProcess Known = new()
    {
        Program = "Shop", Id = 7, Runtime = "10.0.12", TakenAt = DateTimeOffset.UnixEpoch, Age = TimeSpan.FromHours(1), ResidentBytes = 1 << 20, ResidentFileBytes = 1 << 19, MemoryLimit = 1 << 30,
    };

    private static readonly HeapCoverage Copied = new() { BytesCommitted = 1 << 20, RootsIntoGaps = 1, Process = Known, Death = PresentedThreads.Death, Freeze = new HeapFreeze(TimeSpan.FromMilliseconds(3.2), 4_096, 1) { BytesAfterwards = 512, BytesInSmallPages = 64, Obstacle = "yama 1" } };
    private static readonly MissingValues Missing = new("Buyer", 30, 12_000, IsIncomparable: false);
    private static readonly ObjectFilter Filter = new()
    {
        Namespaces = [new("Shop.*")], Assemblies = [new("Shop")], MinBytes = 85_000, Generations = Enum.GetValues<HeapGeneration>(),
        Where = new ConditionOutcome("Buyer.Name = x", new ObjectSet(1), 40, 12_000, [Missing]),
    };

    public static IEnumerable<string> All =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.expected.json", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText),
        .. Enum.GetValues<ObjectScope>().SelectMany(OfScope),
        JsonResult.Of(PresentedSketches.NewObjects with { Filter = Filter with { Where = null } }),
        JsonResult.Of(PresentedSketches.PathGrowth),
        JsonResult.Of(PresentedSketches.PathGrowth with { Rows = [PresentedSketches.PathGrowth.Rows[0] with { Filled = Filled }] }),
        JsonResult.Of("app.dmp", Chains with { Filled = Filled }),
        JsonResult.Of(PresentedSketches.PathGrowth with
        {
            CodeObjectsDelta = 8, Filter = Filter, Rows = [.. PresentedSketches.PathGrowth.Rows.Select(row => row with { RetainedBytes = null, SharedBytes = null })],
        }),
        .. Enum.GetValues<ReferenceDirection>().SelectMany(direction => (string[])
        [
            JsonResult.Of("app.dmp", Picture(direction)), JsonResult.Of("app.dmp", Picture(direction) with { Filter = ObjectFilter.None, Coverage = new HeapCoverage() }),
        ]),
        JsonResult.Of("app.dmp", WhatIfPresentationTests.Report with { Coverage = Copied }),
        JsonResult.Of("app.dmp", WhatIfPresentationTests.Suggested),
        JsonResult.Of("app.dmp", Chains),
        JsonResult.Of("app.dmp", Chains with { Garbage = Garbage }),
        JsonResult.Of("app.dmp", View with { Objects = [.. View.Objects.Select(view => view with { Garbage = Garbage })] }),
        JsonResult.Of("app.dmp", Dominators(DominatorRowKind.Object) with { Garbage = Garbage }),
        JsonResult.Of("app.dmp", LibraryWords.Instance, Leaks with { Garbage = Garbage }),
        JsonResult.Of("app.dmp", LibraryWords.Instance, Leaks with { Memory = PresentedMemory.Resident.Verdicts[0] }),
        JsonResult.Of("app.dmp", LibraryWords.Instance, PresentedMemory.Resident with { Coverage = Copied }),
        JsonResult.Of("app.dmp", LibraryWords.Instance, PresentedMemory.Resident with { Container = PresentedMemory.Resident.Container! with { LimitBytes = null }, Coverage = new HeapCoverage() }),
        JsonResult.Of("app.dmp", LibraryWords.Instance, PresentedMemory.InDump),
        .. Enum.GetValues<MemoryCourseEnd>().Select(end => JsonResult.Of("process 7 (Shop)", PresentedMemory.Course with { End = end })),
        JsonResult.Of("process 7 (Shop)", PresentedMemory.Course with { Samples = [PresentedMemory.Course.Samples[0]] }),
        JsonResult.Of("app.dmp", Chains with { Anchors = Anchors }),
        JsonResult.Of("app.dmp", Chains with { Coverage = new HeapCoverage { Process = new HeapProcess() } }),
        JsonResult.Of("app.dmp", Chains with { Coverage = new HeapCoverage { Process = new HeapProcess { TakenAt = DateTimeOffset.UnixEpoch, IsTimeOfFile = true } } }),
        JsonResult.Of("app.dmp", View),
        .. Enum.GetValues<DominatorRowKind>().Select(by => JsonResult.Of("app.dmp", Dominators(by))),
        JsonResult.Of("app.dmp", LibraryWords.Instance, Leaks),
        JsonResult.Of("app.dmp", LibraryWords.Instance, Leaks with { Gone = null, Coverage = new HeapCoverage() }),
        JsonResult.Of("app.dmp", LibraryWords.Instance, Leaks.Silencing([new(Leaks.Findings[0].Id)])),
        JsonResult.Of("app.dmp", LibraryWords.Instance, Leaks.Silencing([new(Leaks.Findings[0].Id, "a cache with a bound") { Source = "heapgraph.json" }])),
        JsonResult.Of("app.dmp", LibraryWords.Instance, Leaks with { Coverage = Copied }),
        JsonResult.Of("app.dmp", PresentedThreads.Of(
            [.. Enum.GetValues<HeapWaitKind>().Select(kind => new HeapThread((int)kind, 1) { WaitsFor = new(kind, "A.Wait") { Address = 0x1000, Type = Order } })])),
        JsonResult.Of("app.dmp", PresentedThreads.Of(
            [.. Enum.GetValues<HeapLockKind>().Select(kind => new HeapThread(1 + (int)kind, 1) { Holds = [new(kind, 0x1000, Order, 1)] })])),
        JsonResult.Of("app.dmp", PresentedThreads.Report with { Coverage = Copied with { Death = new HeapDeath(11, 1) } }),
        JsonResult.Of("app.dmp", PresentedThreads.Report with { Coverage = Copied with { Death = null } }),
        JsonResult.Of("mini.dmp", PresentedThreads.WithoutHeap),
        .. ((ObjectScope[])[ObjectScope.Reachable, ObjectScope.All]).Select(scope => JsonResult.Of("app.dmp", PresentedThreads.Async with { Scope = scope })),
        JsonResult.Of("app.dmp", PresentedThreads.Async with { Coverage = Copied with { Death = null } }),
        JsonResult.OfChecks(null, false, [("target", "limited", "There is none.", "Name one."), ("DAC", "no", "Not found.", null)]),
        JsonResult.OfChecks("app.dmp", true, [("file", "ok", "ELF core", null)]),
        JsonResult.OfProcesses([
            (1, "Shop", "10.0.1", null, 4096, TimeSpan.FromMinutes(2), "app", "dotnet Shop.dll"), (2, "Hidden", null, "ptrace is not allowed", 0, null, null, null)]),
    ];

    private static ReferenceChain ChainFrom(HeapRootKind kind) => new(Root(kind), [Step(), Step("paid") with { Via = [SlotLabel.OfField("_next")], Through = 1 }]);

    private static HeapRoot Root(HeapRootKind kind, string? line = null) =>
        new(kind, 0, line is null ? null : "Shop.Program.Main", 0) { SourceLine = line };

    private static ChainStep Step(string? value = null) => new(0, Order, 0x1000, 24) { Value = value };

    private static FilledField[] Filled =>
    [
        new("Shop.Catalog.Items", new FilledIn(["Shop.Catalog.Load"]) { TakenOutIn = ["Shop.Catalog.Forget"] }),
        new("Shop.Cart._lines", new FilledIn([]) { Unknown = "Shop.dll is neither in the dump nor at '/app/Shop.dll'." }),
    ];

    private static GarbageReport Garbage => new(
        3, 72, [.. Enum.GetValues<HeapGeneration>().Select(generation => new GarbagePart(generation, 1, 24)), new(null, 1, 24)],
        1, [new(Order, 1, 2, 5, 120) { LargestAddress = 0x1000, LargestBytes = 120 }], 2, [new TypeTableRow(Order, 5, 120)]);

    private static AnchorReport Anchors => new(
        200,
        [new(new("static field Shop.Bus.Changed", "Shop.Bus.Changed"), new(0, 3, 96)), new(new("a local variable of Program.Main", null), new(0, 0, 0)), new(null, default)],
        [new("static field Shop.Bus.Changed", "Shop.Bus.Changed"), new("a local variable of Program.Main", null)],
        new(200, 1_000, 24_000)) { IsComplete = false, IsFewest = false };

    private static ChainReport Chains => new(
        [
            new ObjectChains(
                Step(),
                [
                    new ReferenceChain(default, [Step()]) { From = Step() },
                    new ReferenceChain(default, [Step()]) { From = Step("paid") },
                    new ReferenceChain(Root(HeapRootKind.Stack, "Program.cs:42"), [Step()]),
                    .. Enum.GetValues<HeapRootKind>().Select(ChainFrom),
                ],
                99),
            new ObjectChains(Step("paid"), [], 1) { IsReachable = false, Garbage = Garbage },
            new ObjectChains(Step("paid"), [], 1) { Referrers = [new ObjectReferrer(Step(), [SlotLabel.OfField("_target")]) { IsWeak = true }] },
            new ObjectChains(Step(), [], 1),
        ],
        3,
        Copied) { FromObjects = 2, MaxDepth = 20, Filter = Filter };

    private static ObjectReport View => new(
        [
            new ObjectView(Step(), null, [], Picture(ReferenceDirection.Referrers), null, null),
            new ObjectView(
                Step("paid"),
                new ObjectInside(
                    0x7f00,
                    [
                        new("_count", "int", "3", false, -1),
                        new("_next", "Shop.Order", null, true, -1),
                        new("(weak)", "object", null, true, 0) { IsWeak = true },
                    ],
                    2),
                [null, null, Step("paid")],
                Picture(ReferenceDirection.Referrers),
                ChainFrom(HeapRootKind.Static),
                96) { Generation = HeapGeneration.Gen2 },
        ],
        2,
        Copied) { Filter = Filter };

    private static LeakReport Leaks => new(
        [
            .. Enum.GetValues<LeakSeverity>().Select(severity => Finding(severity) with { Chain = ChainFrom(HeapRootKind.Static), SuspectStep = 1 }),
            Finding(LeakSeverity.Low) with { FilledIn = new FilledIn(["Shop.Catalog.Load"]) { TakenOutIn = ["Shop.Catalog.Forget"] } },
            Finding(LeakSeverity.Low) with { FilledIn = new FilledIn([]) { Unknown = "Shop.dll is neither in the dump nor at '/app/Shop.dll'." } },
            .. Enum.GetValues<LeakChange>().Select(change => Finding(LeakSeverity.Low) with { Trend = new LeakTrend(change, -24, 1) }),
        ],
        9, 100, 2_400, Copied) { Gone = [new BaselineFinding("d4ee8525e18a", "Orders pile up", 2_400, 100)] };

    private static IEnumerable<string> OfScope(ObjectScope scope)
    {
        var types = PresentedSketches.Types with { Scope = scope, Filter = Filter, Coverage = Copied };
        yield return JsonResult.Of("app.dmp", types with { Rows = [.. types.Rows.Select(row => row with { RetainedBytes = 48 })] });
        yield return JsonResult.Of("app.dmp", new ObjectTable(
            scope,
            [
                .. Enum.GetValues<HeapGeneration>().Select(generation =>
                    new ObjectTableRow(Order, 0x1000, 24, null) { RetainedBytes = 24, Generation = generation, Fields = ["\"x\"", null] }),
            ],
            9, 2_400, Copied) { Filter = Filter, IsOfUnreferenced = true, Retained = (9, 2_400), Garbage = scope == ObjectScope.Unreachable ? Garbage : null, Selected = ["Buyer", "Total"] });
        yield return JsonResult.Of("app.dmp", new GroupTable(
            scope,
            "Buyer.Name",
            [new("\"x\"", 9, 216) { RetainedBytes = 432 }, new(null, 1, 24) { MissingFrom = "Buyer" }],
            10, 240, 2, Copied) { Filter = Filter, HasRetainedBytes = true, Missing = [Missing, Missing with { Path = "Prices[\"x\"]", IsGivenUp = true }] });
        yield return JsonResult.Of("app.dmp", new StringTable(
            scope,
            [new("\"EUR\"", 9, 3, 28, 0x1000) { HeldBy = "field Order.Currency", Held = 8, Literals = 1 }, new(null, 1, 3, 28, 0x2000)],
            2, 10, 280, 224, 2_400, scope == ObjectScope.All ? new HeapCoverage() : Copied) { Pattern = scope == ObjectScope.All ? null : "E*" });
        foreach (var by in (GrowthRowKind[])[GrowthRowKind.Namespace, GrowthRowKind.Assembly])
        {
            yield return JsonResult.Of(PresentedSketches.Growth with
            {
                Scope = scope, By = by, Filter = Filter, Snapshots = [.. PresentedSketches.Growth.Snapshots.Select(snapshot => snapshot with { Coverage = Copied })],
                Rows = [.. PresentedSketches.Growth.Rows.Select(row => row with { Type = null, Group = "Shop" })],
            });
        }

        var group = new GroupTable(scope, "Buyer.Name", [new("\"x\"", 9, 216), new(null, 1, 24) { MissingFrom = "Buyer" }], 10, 240, 2, Copied) { Filter = Filter };
        yield return JsonResult.Of(GrowthTable.Of([("a.dmp", group), ("b.dmp", group with { Rows = [] })], peak: false));
    }

    private static ReferenceNeighborhood Picture(ReferenceDirection direction)
    {
        NeighborhoodNode[] nodes =
        [
            NodeOf(0, ObjectRole.Target) with { Value = "paid", RetainedBytes = 48, ExtraInfo = "from the till" },
            new MoreNeighbors(1, 1, 2),
            new RootNode(2, 1, Root(HeapRootKind.Stack, "Program.cs:42")),
            .. Enum.GetValues<HeapGeneration>().Select((generation, index) =>
                NodeOf(3 + index, ObjectRole.Neighbor) with { Generation = generation }),
        ];
        NeighborhoodNode[] roots =
        [
            .. Enum.GetValues<HeapRootKind>().Select((kind, index) =>
                new RootNode(nodes.Length + index, 1, Root(kind))),
        ];
        NeighborhoodEdge[] edges =
        [
            .. roots.Select(root => new NeighborhoodEdge(root.Id, 0, null)),
            .. Enum.GetValues<ReferenceStrength>().Select(strength => new NeighborhoodEdge(3, 0, SlotLabel.OfField("_next")) { Strength = strength, Through = 1 }),
        ];
        return new ReferenceNeighborhood(direction, [.. nodes, .. roots], edges, 1, true, Copied) { Filter = Filter };

        static ObjectNode NodeOf(int id, ObjectRole role) => new(id, 1, role, 0, Order, 0x1000) { Bytes = 24 };
    }

    private static DominatorTable Dominators(DominatorRowKind by)
    {
        var isOfTypes = by is DominatorRowKind.Object or DominatorRowKind.Type;
        var row = new DominatorRow(isOfTypes ? Order : null, isOfTypes ? null : "Shop", 1, 24, 48);
        return new DominatorTable(by, [row, row with { Objects = 2 }], 2, 100, 2_400, Copied)
        {
            Under = new DominatorRow(Order, null, 1, 24, 48) { RootCount = 2 },
        };
    }

    private static LeakFinding Finding(LeakSeverity severity) => new("1f092a936803", severity, "Orders pile up", 2_400, 100)
    {
        Rule = "collections", Because = "one heap alone does not tell",
        Evidence = ["100 of them."], Threshold = "Looked for: 100.", Remedy = "Take them out.", Next = NextCommand.ChainsTo("Shop.Order"),
    };
}
