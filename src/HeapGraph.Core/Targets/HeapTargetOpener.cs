using System.Diagnostics;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Live;

namespace HeapGraph.Core.Targets;

/// <summary>Opens a target with the reader that fits it.</summary>
internal static class HeapTargetOpener
{
    private const string Unknown = "What of the process is resident the system does not tell (that takes Linux, and its own user or root): the table is of what its dump holds.";

    /// <summary>Reads a target's heap.</summary>
    /// <param name="target">The dump or process.</param>
    /// <param name="options">What to read and how.</param>
    /// <param name="progress">Told how far the reading is.</param>
    /// <param name="cancellation">Ends the reading; nothing is left behind.</param>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    public static HeapSnapshot Open(
        HeapTarget target, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        With(target, (reader, options) => reader.Read(options, progress, cancellation), options, progress, cancellation);

    /// <summary>Counts a target's objects by type: with roots among the parts those that roots keep alive, otherwise all.</summary>
    /// <param name="target">The dump or process.</param>
    /// <param name="options">What to count and how to read.</param>
    /// <param name="progress">Told how far the reading is.</param>
    /// <param name="cancellation">Ends the reading; nothing is left behind.</param>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    public static HeapTypeCounts CountTypes(
        HeapTarget target, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        With(target, (reader, options) => reader.CountTypes(options, progress, cancellation), options, progress, cancellation);

    /// <summary>Finds the reachable objects of some types; where these are a large part of all, the heap is read.</summary>
    /// <param name="target">The dump or process.</param>
    /// <param name="wants">Of some types which are wanted, by type index.</param>
    /// <param name="options">How to read.</param>
    /// <param name="progress">Told how far the reading is.</param>
    /// <param name="cancellation">Ends the reading; nothing is left behind.</param>
    /// <returns>One of the two.</returns>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    public static (FoundObjects? Found, HeapSnapshot? Heap) FindObjects(
        HeapTarget target, Func<IReadOnlyList<HeapType>, Func<int, bool>> wants, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        With(target, (reader, options) => reader.FindObjects(wants, options, progress, cancellation), options, progress, cancellation);

    /// <summary>Reads whose the memory of a target is.</summary>
    /// <param name="target">The dump or process.</param>
    /// <param name="options">How to read.</param>
    /// <param name="progress">Told how far the reading is.</param>
    /// <param name="cancellation">Ends the reading; nothing is left behind.</param>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    public static ReadMemory ReadMemory(HeapTarget target, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        With(target, (reader, options) => reader.ReadMemory(options, progress, cancellation), options, progress, cancellation) is var memory && (memory.IsResidence || target is not HeapTarget.LiveProcess)
            ? memory
            : memory with { Coverage = memory.Coverage with { Warnings = [.. memory.Coverage.Warnings, Unknown] } };

    /// <summary>Reads a target's heap; of a dump that was made without it the threads alone.</summary>
    /// <param name="target">The dump or process.</param>
    /// <param name="options">What to read and how.</param>
    /// <param name="progress">Told how far the reading is.</param>
    /// <param name="cancellation">Ends the reading; nothing is left behind.</param>
    /// <returns>One of the two.</returns>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    public static (HeapSnapshot? Heap, LoneThreads? Threads) OpenOrThreadsAlone(
        HeapTarget target, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        With(target, (reader, options) => reader.ReadOrThreadsAlone(options, progress, cancellation), options, progress, cancellation);

    private static T With<T>(
        HeapTarget target, Func<IHeapReader, HeapReadOptions, T> read, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        switch (target)
        {
            case HeapTarget.DumpFile dump:
                return read(new DumpHeapReader(dump.Path), options);
            case HeapTarget.LiveProcess process:
                options = options with { RuntimeInContainer = ThisHost.Is.RuntimeInContainerOf(process.ProcessId) };
                using (var copy = HeapCopy.Take(process.ProcessId, options.Live with { IsForCounting = (options.Parts & GraphParts.References) == 0 }, progress, cancellation))
                {
                    // A process that writes a dump itself notes none of it there.
                    var isUntold = options.Live.TellsResidence && copy.Freeze is not { Obstacle: null };
                    return read(copy.Reader(process.Name), isUntold ? options with { Residence = ThisHost.Is.ResidenceOf(process.ProcessId) } : options);
                }

            default:
                throw new UnreachableException();
        }
    }
}
