using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Thousands of damaged heaps, walked: each ends, whatever its bytes are, and what it says adds up.</summary>
/// <remarks>The dump is damaged in a private copy of its memory and mended after each case.</remarks>
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

    public DamagedHeapTests()
    {
        using var dump = OpenedDump.Open(_path, null);
        _segments = WalkedDump.SegmentsOf(dump.Runtime.Heap, []);
        _freeMethodTable = dump.Runtime.Heap.FreeType.MethodTable;
        _methodTables = [.. dump.Runtime.Heap.EnumerateObjects().Select(found => found.Type!.MethodTable)];
        _file = new MappedFile(_path, isPrivateCopy: true);
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
    public void Stretches_of_the_heap_in_the_wrong_place() => Damage((image, random) => Repeat(random, 8, () =>
    {
        var from = AnyHeapByte(image, random, 4096) & ~7;
        Overwrite(AnyHeapByte(image, random, 4096) & ~7, new ReadOnlySpan<byte>((void*)from, random.Next(1, 512) * 8).ToArray());
    }));

    [Fact]
    public void Flipped_bytes_in_the_program_headers() => Damage((_, random) =>
        Repeat(random, 20, () => Overwrite((nint)_file.Pointer + 64 + random.Next(MostHeaderBytes), [(byte)random.Next(256)])));

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
        var image = ElfCoreImage.Of(_file, _path);   // not disposed: the file is needed
        return [.. _segments.SelectMany(segment => image.RunsOf(segment.Range.Start, segment.Range.End, []))];
    }

    /// <returns>True when all of the heap was walked.</returns>
    private bool Walk(string what)
    {
        var image = ElfCoreImage.Of(_file, _path);
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
    }

    private static void Repeat(Random random, int most, Action action)
    {
        for (var times = random.Next(1, most + 1); times > 0; times--)
        {
            action();
        }
    }
}
