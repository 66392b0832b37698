using System.Collections;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Segments;
using HeapGraph.Core.Reading.Walking;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Damage;

/// <summary>Hundreds of damaged dumps: what is lost is close to what is damaged, or the result says that more may be missing.</summary>
/// <remarks>The heap is walked without the DAC, which damage of such kinds can crash; its answers are those of the whole dump.
/// Structures that only the DAC reads: <see cref="DamagedStructureTests"/>; whole commands: DamagedDumpTests of the command line.</remarks>
[NotQuick]
public sealed class CloseDamageTests : IDisposable
{
    private const int Cases = 50;
    private const int LostForEachDamaged = 20;
    private const ulong Page = 4096;

    private readonly DamagedCopy _dump = new(LeakTargetDumps.Heap("KnownShape"));
    private readonly HeapSegment[] _segments;
    private readonly ulong _free;
    private readonly HashSet<ulong> _types;
    private readonly ulong[] _roots;
    private readonly (ulong Address, ulong End, ulong MethodTable)[] _objects;
    private readonly ulong[] _freeBlocks;
    private readonly Walked _whole;
    private readonly HashSet<ulong> _noTypes = [];

    public CloseDamageTests()
    {
        using (var opened = OpenedDump.Open(_dump, new DacPlaces(null)))
        {
            _segments = HeapSegments.Of(opened.Runtime, _dump.Whole, []).All;
            _free = opened.Runtime.Heap.FreeType.MethodTable;
            var found = opened.Runtime.Heap.EnumerateObjects().ToArray();
            _objects = [.. found.Where(one => !one.IsFree).Select(one => (one.Address, one.Address + one.Size, one.Type!.MethodTable))];
            _freeBlocks = [.. found.Where(one => one.IsFree && one.Size > 24).Select(one => one.Address)];
            _types = [.. _objects.Select(one => one.MethodTable)];
        }

        using var snapshot = new DumpHeapReader(_dump, null, null).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
        _roots = [.. snapshot.Graph.Roots.Select(root => snapshot.Graph.AddressOf(root.ObjectIndex)).Distinct()];
        _whole = Walk();
        Assert.Equal(_objects.Select(one => one.Address), _whole.Objects);
        Assert.False(_whole.IsTold);
    }

    public void Dispose() => _dump.Dispose();

    [Fact]
    public void Zeroed_headers_of_objects() => Damage(4, random => At(AnyObject(random).Address, 0));

    [Fact]
    public void Headers_of_objects_with_a_flipped_bit() => Damage(4, random => Flip(AnyObject(random).Address, random.Next(48)));

    [Fact]
    public void Many_zeroed_headers_side_by_side() => Damage(1, random =>
    {
        var first = random.Next(_objects.Length - 300);
        return [.. Enumerable.Range(0, 100).SelectMany(index => At(_objects[first + 3 * index].Address, 0))];
    });

    [Fact]
    public void Lengths_of_arrays_with_a_flipped_bit() => Damage(1, random => Flip(AnyArray(random).Address + 8, random.Next(32)));

    [Fact]
    public void Lengths_of_arrays_that_are_zero_or_random() => Damage(1, random =>
        At(AnyArray(random).Address + 8, random.Next(2) == 0 ? 0 : (ulong)random.Next(1 << random.Next(1, 30))));

    [Fact]
    public void MethodTables_with_a_flipped_bit() => Damage(1, random => OfType(AnyType(random), type => Flip(type, random.Next(64))));

    [Fact]
    public void Zeroed_words_of_MethodTables() => Damage(1, random => OfType(AnyType(random), type => At(type + (ulong)random.Next(6) * 8, 0)));

    [Fact]
    public void Descriptions_of_references_that_are_damaged() => Damage(1, random => OfType(AnyType(random), type =>
    {
        var word = type - 8 - (ulong)random.Next(3) * 8;
        return random.Next(2) == 0 ? At(word, 0) : Flip(word, random.Next(64));
    }));

    [Fact]
    public void Types_that_the_debugger_does_not_know_any_more() => Damage(3, random => OfType(AnyType(random), type =>
    {
        _noTypes.Add(type);
        return [];
    }));

    [Fact]
    public void Free_blocks_that_are_damaged() => Damage(2, random =>
    {
        var word = _freeBlocks[random.Next(_freeBlocks.Length)] + (ulong)random.Next(4) * 8;
        return random.Next(2) == 0 ? At(word, 0) : Flip(word, random.Next(64));
    });

    [Fact]
    public void First_objects_of_regions_that_are_damaged() => Damage(1, random =>
    {
        var first = _segments[random.Next(_segments.Length)].Range.Start;
        return random.Next(2) == 0 ? Zero(first, 24) : Flip(first + (ulong)random.Next(2) * 8, random.Next(64));
    });

    [Fact]
    public void Pages_of_zeros() => Damage(2, random => Zero(AnyObject(random).Address & ~(Page - 1), Page));

    [Fact]
    public void Files_that_end_within_the_heap() => Damage(1, random =>
    {
        _dump.Cut(random.NextInt64(64, _dump.Bytes));
        return [];
    });

    private void Damage(int most, Func<Random, IEnumerable<ulong>> damage)
    {
        var failures = new List<string>();
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var damaged = new HashSet<ulong>();
            for (var spots = random.Next(1, most + 1); spots > 0; spots--)
            {
                damaged.UnionWith(damage(random));
            }

            var walked = Walk();
            var lost = _whole.Objects.Except(walked.Objects).Count();
            var dead = _whole.Reachable.Except(walked.Reachable).Except(damaged).Count();
            if (Math.Max(lost, dead) > LostForEachDamaged * damaged.Count && !walked.IsTold)
            {
                failures.Add($"seed {seed}: {damaged.Count} damaged, {lost} lost, {dead} not reached any more, and nothing is said");
            }

            Statistics?.Invoke($"{TestContext.Current.TestMethod?.MethodName} {seed} {damaged.Count} {lost} {dead} {walked.IsTold}");
            _noTypes.Clear();
            _dump.Mend();
        }

        Assert.Empty(failures);
    }

    /// <summary>Takes a line for each case, for whoever wants the figures.</summary>
    private static Action<string>? Statistics { get; } = Environment.GetEnvironmentVariable("HEAPGRAPH_DAMAGE_FIGURES") is { } file ? line => File.AppendAllLines(file, [line]) : null;

    private Walked Walk()
    {
        var image = ElfCoreImage.Of(_dump.Map(), _dump.Name);
        var methodTables = new MethodTableCache(image, _free, address => _types.Contains(address) && !_noTypes.Contains(address));
        var copies = new List<MemoryCopy>();
        try
        {
            var walk = HeapWalk.Of(image, _segments, methodTables, copies, null, TestContext.Current.CancellationToken);
            var objects = new ObjectWalk(walk, methodTables, new ExtraReferences(), readsReferences: true);
            objects.Read(null, TestContext.Current.CancellationToken);
            var coverage = walk.Coverage();
            var roots = new RootList(walk.Addresses, _ => 0, () => { });
            foreach (var root in _roots)
            {
                roots.Add(HeapRootKind.Unknown, root, null, 0);
            }

            GapRoots.Read(coverage.Gaps, image, roots, TestContext.Current.CancellationToken);
            var reached = new BitArray(walk.Addresses.Count);
            var pending = new Stack<int>(roots.Found.Select(root => root.ObjectIndex));
            while (pending.TryPop(out var index))
            {
                if (!reached[index])
                {
                    reached[index] = true;
                    foreach (var target in objects.References![index])
                    {
                        pending.Push(target);
                    }
                }
            }

            ulong[] addresses = [.. Enumerable.Range(0, walk.Addresses.Count).Select(walk.Addresses.AddressOf)];
            return new Walked(
                addresses, [.. addresses.Where((_, index) => reached[index])],
                coverage.Gaps.Count > 0 || objects.DanglingReferences > 0 || methodTables.BelievedCount > 0 || methodTables.Known.Any(facts => facts.IsScanned));
        }
        finally
        {
            copies.ForEach(copy => copy.Dispose());
        }
    }

    private (ulong Address, ulong End, ulong MethodTable) AnyObject(Random random) => _objects[random.Next(_objects.Length)];

    private (ulong Address, ulong End, ulong MethodTable) AnyArray(Random random)
    {
        while (true)
        {
            var found = AnyObject(random);
            if ((_dump[found.MethodTable] & 0x80000000) != 0)
            {
                return found;
            }
        }
    }

    private ulong AnyType(Random random) => AnyObject(random).MethodTable;

    private IEnumerable<ulong> At(ulong address, ulong value)
    {
        _dump[address] = value;
        return Within(address, 8);
    }

    private IEnumerable<ulong> Flip(ulong address, int bit) => At(address, _dump[address] ^ 1UL << bit);

    private IEnumerable<ulong> Zero(ulong address, ulong bytes)
    {
        _dump.Zero(address, bytes);
        return Within(address, bytes);
    }

    /// <summary>All objects of a type count as damaged when it is.</summary>
    private IEnumerable<ulong> OfType(ulong type, Func<ulong, IEnumerable<ulong>> damage) =>
        [.. damage(type), .. _objects.Where(one => one.MethodTable == type).Select(one => one.Address)];

    /// <summary>The objects in some memory, or 1 for what is none.</summary>
    private IEnumerable<ulong> Within(ulong address, ulong bytes)
    {
        ulong[] within = [.. _objects.Where(one => one.Address < address + bytes && one.End > address).Select(one => one.Address)];
        return within.Length > 0 ? within : [address];
    }

    /// <param name="Objects">The addresses of all objects.</param>
    /// <param name="Reachable">Of those that the roots keep alive.</param>
    /// <param name="IsTold">Whether a line says that something is missing or damaged.</param>
    private sealed record Walked(ulong[] Objects, ulong[] Reachable, bool IsTold);
}
