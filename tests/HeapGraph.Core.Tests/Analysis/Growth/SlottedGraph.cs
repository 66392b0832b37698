using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Tests.Support;

namespace HeapGraph.Core.Tests.Analysis.Growth;

/// <summary>A small random heap in which references have slots and roots have names, laid out in memory in any order; its
/// labels tell the slots.</summary>
internal sealed class SlottedGraph : NoDetails
{
    private static readonly HeapType[] Types = [.. Enumerable.Range(0, 6).Select(type => new HeapType($"Space.T{type}", $"T{type}", "Lib"))];
    private static readonly (HeapRootKind Kind, string? Name)[] Places =
        [(HeapRootKind.Static, "S.A"), (HeapRootKind.Static, "S.B"), (HeapRootKind.StrongHandle, null), (HeapRootKind.Stack, "Main (thread 1)"), (HeapRootKind.FinalizerQueue, null)];

    /// <param name="seed">What the heap holds.</param>
    /// <param name="size">How large it may be.</param>
    /// <param name="layoutSeed">Where it lies: this changes numbers and addresses alone.</param>
    public SlottedGraph(int seed, int size, int layoutSeed)
    {
        var random = new Random(seed);
        var count = random.Next(size / 2, size);
        int[] types = [.. Enumerable.Range(0, count).Select(_ => random.Next(Types.Length))];
        (int From, int To, ushort Slot)[] references = [.. Enumerable.Range(0, count * 2).Select(_ =>
            (random.Next(count), random.Next(count), (ushort)random.Next(4)))];
        (int Place, int Object)[] roots = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (random.Next(Places.Length), random.Next(count)))];

        int[] number = [.. Enumerable.Range(0, count)];
        new Random(layoutSeed).Shuffle(number);
        var rows = references.GroupBy(reference => number[reference.From]).ToDictionary(row => row.Key, row => row.OrderBy(reference => reference.Slot).ToArray());
        var inOrder = Enumerable.Range(0, count).Select(index => rows.GetValueOrDefault(index, [])).ToArray();
        int[] offsets = [0, .. inOrder.Select((_, index) => inOrder.Take(index + 1).Sum(row => row.Length))];
        var table = new EdgeTable(offsets, [.. inOrder.SelectMany(row => row.Select(reference => number[reference.To]))]);
        var typeByNumber = new int[count];
        for (var index = 0; index < count; index++)
        {
            typeByNumber[number[index]] = types[index];
        }

        Graph = new ObjectGraphBuilder(
            AddressTable.Of([.. Enumerable.Range(0, count).Select(index => 0x1000UL + 64 * (ulong)index)]),
            Types, [.. Enumerable.Range(0, Types.Length)], [.. Types.Select((_, type) => new ObjectLayout(24 + 8 * (uint)type, 0))], typeByNumber, new uint[count])
        {
            References = table,
            Slots = [.. inOrder.SelectMany(row => row.Select(reference => reference.Slot))],
            Roots = [.. roots.Select((root, index) => SketchedRoot.Of(Places[root.Place].Kind, number[root.Object], Places[root.Place].Name, (ulong)index))],
        }.Build();
    }

    public ObjectGraph Graph { get; }

    public HeapSnapshot ToSnapshot() => new("random", Graph, this);

    public override IReadOnlyList<SlotLabel> LabelsOf(int from, int to) =>
        [.. Graph.SlotsOf(from).ToArray().Where((_, index) => Graph.References[from][index] == to).Select(slot => SlotLabel.OfField($"slot{slot}"))];
}
