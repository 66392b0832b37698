using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>Tells in microseconds whether a process is in the middle of a garbage collection, and where its heap lies.</summary>
/// <remarks>The GC counts what makes its heap impossible to walk (gc_structures_invalid_cnt). Where that counter stands no
/// symbol says; but the DAC knows, and shows it: the counter is the value which, read as 1 instead of 0, makes the DAC say that the
/// heap can't be walked.</remarks>
internal sealed class GcWatch
{
    private const int Doubts = 4, Attempts = 100, Looks = 30;

    private readonly int _processId;
    private readonly ulong _counter;   // its address; 0 when it is not known
    private readonly IReadOnlyList<(ulong Start, ulong End)> _segments;   // of the heap as they were; none when they could not be read

    private GcWatch(int processId, ulong counter, IReadOnlyList<(ulong Start, ulong End)> segments) =>
        (_processId, _counter, _segments) = (processId, counter, segments);

    /// <summary>True in the middle of a collection; false when that is not so or can't be told.</summary>
    public bool IsCollecting
    {
        get
        {
            Span<byte> value = stackalloc byte[sizeof(int)];
            return _counter != 0 && LiveMemory.Read(_processId, _counter, value) == sizeof(int) && BitConverter.ToInt32(value) != 0;
        }
    }

    /// <summary>Knows nothing.</summary>
    public static GcWatch None(int processId) => new(processId, 0, []);

    /// <summary>Asks the DAC, while the process runs. Takes some 0.2 s, most of it for loading the DAC, which stays loaded.</summary>
    public static GcWatch Over(int processId, IReadOnlyList<MemoryMapping> mappings, string? dacPath)
    {
        var memory = new LiveMemory(processId, mappings);
        DacCall.Enters(DacPieces.CollectorWatch);
        try
        {
            using var target = OpenedDump.Over(memory);
            var chosen = target.ClrVersions.OrderByDescending(info => info.Version).FirstOrDefault();
            if (chosen is null)
            {
                return new GcWatch(processId, 0, []);
            }

            var dac = DacLocator.Find(chosen, dacPath);
            var segments = SegmentsOf(chosen, dac);
            return new GcWatch(processId, FindCounter(() => CanWalk(chosen, dac), memory), segments);
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // A process that runs changes what is being read. Without a watch the copy is taken at any moment.
            return new GcWatch(processId, 0, []);
        }
        finally
        {
            DacCall.Leaves();
        }
    }

    /// <summary>The mappings around the heap's segments that follow one another without a gap: what the GC has reserved. All anonymous
    /// ones where the segments are not known.</summary>
    public List<(ulong Start, ulong End)> ReservedIn(IReadOnlyList<MemoryMapping> mappings)
    {
        var chains = new List<(ulong Start, ulong End)>();
        foreach (var mapping in mappings.Where(mapping => mapping.IsAnonymous))
        {
            if (chains.Count > 0 && chains[^1].End == mapping.Start)
            {
                chains[^1] = (chains[^1].Start, mapping.End);
            }
            else
            {
                chains.Add((mapping.Start, mapping.End));
            }
        }

        return [.. chains.Where(chain => _segments.Count == 0 || _segments.Any(segment => segment.Start < chain.End && chain.Start < segment.End))];
    }

    private static (ulong Start, ulong End)[] SegmentsOf(ClrInfo info, string dac)
    {
        using var runtime = info.CreateRuntime(dac, ignoreMismatch: true);
        return Array.ConvertAll([.. runtime.Heap.Segments], segment => (segment.Start, segment.CommittedMemory.End));
    }

    private static ulong FindCounter(Func<bool> canWalk, LiveMemory memory)
    {
        memory.Log = [];
        var isWalkable = CanEver();
        var candidates = memory.Log;
        memory.Log = null;
        return isWalkable ? ThatAreZero().FirstOrDefault(IsCounter) : 0;

        // Only what is 0 now and then: another value read as 1 may lead the DAC astray. In a process that collects all the time
        // the counter may be 0 rarely.
        IEnumerable<ulong> ThatAreZero()
        {
            var left = candidates.ToList();
            for (var look = 0; look < Looks && left.Count > 0; look++)
            {
                foreach (var candidate in left.Where(candidate => memory.Read<int>(candidate) == 0).ToArray())
                {
                    left.Remove(candidate);
                    yield return candidate;
                }

                Thread.Sleep(1);
            }
        }

        // The process may just be collecting, then the answer says nothing.
        bool IsCounter(ulong candidate)
        {
            for (var time = 0; time < Doubts; time++)
            {
                memory.ReadAsOne = candidate;
                var canWalkAllTheSame = canWalk();
                memory.ReadAsOne = 0;
                if (canWalkAllTheSame || !CanEver())
                {
                    return false;
                }
            }

            return true;
        }

        bool CanEver()
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (canWalk())
                {
                    return true;
                }

                Thread.Sleep(1);
            }

            return false;
        }
    }

    /// <summary>What the DAC says now; a runtime keeps what it was told first.</summary>
    private static bool CanWalk(ClrInfo info, string dac)
    {
        try
        {
            using var runtime = info.CreateRuntime(dac, ignoreMismatch: true);
            return runtime.Heap.CanWalkHeap;
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ClrDiagnosticsException)
        {
            return true;   // it failed over something else
        }
    }
}
