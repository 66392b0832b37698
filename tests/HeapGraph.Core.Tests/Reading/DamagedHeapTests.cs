using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Segments;
using HeapGraph.Core.Reading.Walking;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Thousands of damaged heaps, walked: each ends, whatever its bytes are, and what it says adds up.</summary>
/// <remarks>The dump is damaged in a private copy of its memory and mended after each case.</remarks>
[NotQuick]
public sealed unsafe class DamagedHeapTests : IDisposable
{
    private const int Cases = 1000;
    private const int MostHeaderBytes = 4 << 10;

    private readonly string _path = LeakTargetDumps.Heap("KnownShape");
    private readonly HeapSegment[] _segments;
    private readonly ulong _freeMethodTable;
    private readonly HashSet<ulong> _methodTables;
    private readonly MappedFile _file;
    private readonly List<(nint At, byte[] Bytes)> _undamaged = [];
    private long _held;   // bytes of the file that are there

    public DamagedHeapTests()
    {
        using var dump = OpenedDump.Open(_path, null);
        using var image = DumpImage.Open(_path);
        _segments = HeapSegments.Of(dump.Runtime, image, []).All;
        _freeMethodTable = dump.Runtime.Heap.FreeType.MethodTable;
        _methodTables = [.. dump.Runtime.Heap.EnumerateObjects().Select(found => found.Type!.MethodTable)];
        _file = new MappedFile(_path, isPrivateCopy: true);
        _held = _file.Bytes;
    }

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Flipped_bytes_in_the_heap() => Damage((image, random) => Repeat(random, 40, () => Overwrite(AnyHeapByte(image, random), [(byte)random.Next(256)])));

    [Fact]
    public void Overwritten_stretches_of_the_heap() => Damage((image, random) => Repeat(random, 8, () =>
    {
        var bytes = new byte[random.Next(8, 4096)];
        random.NextBytes(bytes);
        Overwrite(AnyHeapByte(image, random, bytes.Length), bytes);
    }));

    [Fact]
    public void Zeroed_stretches_of_the_heap() =>
        Damage((image, random) => Repeat(random, 8, () => Overwrite(AnyHeapByte(image, random, 4096), new byte[random.Next(8, 4096)])));

    [Fact]
    public void MethodTables_of_other_types() => Damage((image, random) => Repeat(random, 40, () =>
        Overwrite(AnyHeapByte(image, random, 8) & ~7, BitConverter.GetBytes(_methodTables.ElementAt(random.Next(_methodTables.Count))))));

    [Fact]
    public void Wrong_layouts_of_types()
    {
        const int DescribedBefore = 40, DescribedBehind = 8;   // where references lie, and sizes
        using var all = ElfCoreImage.Of(Held(), _path);
        Damage((_, random) => Repeat(random, 40, () =>
        {
            var methodTable = _methodTables.ElementAt(random.Next(_methodTables.Count));
            var run = all.RunsOf(methodTable - DescribedBefore, methodTable + DescribedBehind, []).First();
            Overwrite(run.Pointer + random.Next(DescribedBefore + DescribedBehind), [(byte)random.Next(256)]);
        }));
    }

    [Fact]
    public void Stretches_of_the_heap_in_the_wrong_place() => Damage((image, random) => Repeat(random, 8, () =>
    {
        var from = AnyHeapByte(image, random, 4096) & ~7;
        Overwrite(AnyHeapByte(image, random, 4096) & ~7, new ReadOnlySpan<byte>((void*)from, random.Next(1, 512) * 8).ToArray());
    }));

    [Fact]
    public void Flipped_bytes_in_the_program_headers() => Damage((_, random) =>
        Repeat(random, 20, () => Overwrite((nint)_file.Pointer + 64 + random.Next(MostHeaderBytes), [(byte)random.Next(256)])));

    [Fact]
    public void Segments_in_each_others_place() => Damage((_, random) => Repeat(random, 20, () =>
    {
        // The offset, the address, or both lengths of two program headers.
        var (field, bytes) = random.Next(3) switch { 0 => (8, 8), 1 => (16, 8), _ => (32, 16) };
        var (one, other) = (HeaderField(random, field), HeaderField(random, field));
        var (first, second) = (BytesAt(one, bytes), BytesAt(other, bytes));
        Overwrite(one, second);
        Overwrite(other, first);
    }));

    [Fact]
    public void Files_that_end_too_soon() => Damage((_, random) => _held = random.NextInt64(64, _file.Bytes));

    private void Damage(Action<MemoryImage, Random> damage)
    {
        using var whole = new MemoryImage(WholeRuns(), null);
        var incomplete = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            damage(whole, new Random(seed));
            try
            {
                incomplete += Walk($"seed {seed}") ? 0 : 1;
            }
            finally
            {
                Mend();
            }
        }

        Assert.True(incomplete > Cases / 10, $"Only {incomplete} of {Cases} heaps were seen to be damaged.");
        Assert.True(Walk("mended"), "The mended heap has gaps.");
    }

    private List<MemoryRun> WholeRuns()
    {
        var image = ElfCoreImage.Of(Held(), _path);
        return [.. _segments.SelectMany(segment => image.RunsOf(segment.Range.Start, segment.Range.End, []))];
    }

    /// <returns>True when all of the heap was walked.</returns>
    private bool Walk(string what)
    {
        var image = ElfCoreImage.Of(Held(), _path);
        var methodTables = new MethodTableCache(image, _freeMethodTable, _methodTables.Contains);
        var copies = new List<MemoryCopy>();
        try
        {
            var walk = HeapWalk.Of(image, _segments, methodTables, copies, null, TestContext.Current.CancellationToken);
            var objects = new ObjectWalk(walk, methodTables, new ExtraReferences(), readsReferences: true);
            objects.Read(null, TestContext.Current.CancellationToken);

            var coverage = walk.Coverage();
            Assert.True(coverage.BytesTotal == coverage.BytesWalked + coverage.Gaps.Sum(gap => gap.Bytes), what);
            Assert.True(coverage.BytesWalked >= 0, what);
            Assert.True(walk.Addresses.Count == methodTables.Known.Sum(walk.Tally.CountOf), what);
            Assert.True(methodTables.Known.Sum(walk.Tally.BytesOf) <= coverage.BytesWalked, what);

            // What is kept is bounded by what the heap holds, whatever its bytes say.
            Assert.True(walk.Addresses.Count <= coverage.BytesWalked / ObjectLayout.MinObjectBytes, what);
            Assert.True(objects.References!.EdgeCount + objects.DanglingReferences <= coverage.BytesWalked / sizeof(ulong), what);
            Assert.True(coverage.Gaps.Count <= coverage.BytesTotal / sizeof(ulong), what);
            CompareReachable(walk, methodTables, objects, what);
            var end = 0UL;
            for (var index = 0; index < walk.Addresses.Count; index++)
            {
                var start = walk.Addresses.AddressOf(index);
                Assert.True(start >= end, $"{what}: {start:x} overlaps the object before it");
                end = start + methodTables.Known[objects.MethodTableIndexes[index]].SpanOf(objects.Lengths[index]);
            }

            return coverage.Gaps.Count == 0;
        }
        finally
        {
            copies.ForEach(copy => copy.Dispose());
        }
    }

    /// <summary>The count along the references in memory against one along those that were read.</summary>
    private static void CompareReachable(HeapWalk walk, MethodTableCache methodTables, ObjectWalk objects, string what)
    {
        const int ObjectsPerRoot = 200;
        int[] roots = [.. Enumerable.Range(0, walk.Addresses.Count).Where(index => index % ObjectsPerRoot == 0)];
        var expected = new long[methodTables.Known.Count];
        var reached = new bool[walk.Addresses.Count];
        var pending = new Stack<int>();
        foreach (var root in roots)
        {
            Reach(root);
        }

        while (pending.TryPop(out var source))
        {
            foreach (var target in objects.References![source])
            {
                Reach(target);
            }
        }

        var found = ReachableWalk.From(walk, methodTables, new ExtraReferences(), roots, null, TestContext.Current.CancellationToken);
        var reachable = found.ReachableOf(walk.Tally);
        Assert.True(expected.SequenceEqual(methodTables.Known.Select(reachable.CountOf)), what);
        Assert.True(found.DanglingReferences == objects.DanglingReferences, what);

        void Reach(int index)
        {
            if (!reached[index])
            {
                reached[index] = true;
                expected[objects.MethodTableIndexes[index]]++;
                pending.Push(index);
            }
        }
    }

    private HeldBytes Held() => new(_file, _held);

    private nint HeaderField(Random random, int field)
    {
        const int HeaderBytes = 64, ProgramHeaderBytes = 56;
        return (nint)_file.Pointer + HeaderBytes + random.Next(*(ushort*)(_file.Pointer + 56)) * ProgramHeaderBytes + field;
    }

    private static byte[] BytesAt(nint at, int bytes) => new ReadOnlySpan<byte>((void*)at, bytes).ToArray();

    private nint AnyHeapByte(MemoryImage image, Random random, int bytes = 1)
    {
        while (true)
        {
            var range = _segments[random.Next(_segments.Length)].Range;
            var pointer = image.PointerTo(range.Start + (ulong)random.NextInt64((long)range.Bytes), out var available);
            if (available >= (ulong)bytes)
            {
                return (nint)pointer;
            }
        }
    }

    private void Overwrite(nint at, byte[] bytes)
    {
        var target = new Span<byte>((void*)at, bytes.Length);
        _undamaged.Add((at, target.ToArray()));
        bytes.CopyTo(target);
    }

    private void Mend()
    {
        for (var index = _undamaged.Count - 1; index >= 0; index--)
        {
            _undamaged[index].Bytes.CopyTo(new Span<byte>((void*)_undamaged[index].At, _undamaged[index].Bytes.Length));
        }

        _undamaged.Clear();
        _held = _file.Bytes;
    }

    private static void Repeat(Random random, int most, Action action)
    {
        for (var times = random.Next(1, most + 1); times > 0; times--)
        {
            action();
        }
    }

    /// <summary>The first bytes of a mapped file, which stays open.</summary>
    private sealed class HeldBytes(MappedFile file, long held) : IMappedBytes
    {
        public byte* Pointer => file.Pointer;

        public long Bytes => held;

        public void Dispose()
        {
        }
    }
}
