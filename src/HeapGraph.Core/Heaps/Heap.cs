using HeapGraph.Core.Graph;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Targets;

namespace HeapGraph;

/// <summary>The managed heap of a dump or of a live process: which objects are most common, which grew, and what keeps them
/// alive. What objgraph is for Python, as a library; the same tables and pictures as the <c>heapgraph</c> command.</summary>
/// <remarks>
/// <para>A dump is read when a question needs it, and once: counting <see cref="ObjectScope.All"/> objects by type keeps
/// nothing per object; other questions read objects and references (about 20 bytes of memory per object), and
/// <see cref="BackReferences"/> what refers to each (about 30). The file must stay as it is until then.</para>
/// <para>Any number of threads may ask at once; they wait for each other while something is read. Results never change and
/// outlive the heap: after <see cref="Dispose"/> only names of references and values that were not asked for yet are absent.</para>
/// <para>Each question may throw <see cref="HeapReadException"/> (the first one reads), <see cref="OperationCanceledException"/>
/// (<see cref="HeapOptions.Cancellation"/>) and <see cref="ObjectDisposedException"/> (the heap is closed).</para>
/// <para>Reading is done by the runtime's own library (DAC), native code in this process: see <see cref="Open"/>.</para>
/// </remarks>
/// <example><code>
/// using var heap = Heap.Open("app.dmp");
/// Console.WriteLine(heap.MostCommonTypes());
/// var objects = heap.ObjectsOf("MyBigFatObject");
/// heap.BackReferences(objects.Take(1), maxDepth: 3).Save("refs.png");
/// </code></example>
public sealed partial class Heap : IDisposable
{
    private readonly HeapReading _reading;

    internal Heap(HeapTarget target, HeapOptions? options) => _reading = new HeapReading(target, options ?? new());

    /// <summary>What is read: the dump's path, or the process's name.</summary>
    public string Target => _reading.Name;

    internal HeapReading Reading => _reading;

    /// <summary>Opens a core dump: one with its heap (without it, <see cref="Threads"/> alone answers), of a 64-bit .NET process on
    /// Linux, made on the same processor architecture. Looks at its first bytes only; the first question reads the heap and may throw
    /// <see cref="HeapReadException"/> too.</summary>
    /// <remarks><b>The runtime's own library (DAC) is native code, and a damaged dump may crash it or make it loop for ever.</b> It
    /// runs in this process, which then ends or hangs: no exception can tell of it, and no cancellation ends it. The
    /// <c>heapgraph</c> command guards itself with a child process. Where a damaged dump must not take the host down (a server,
    /// a test run over dumps from the field), do the same: ask in a process of its own, or run
    /// <c>heapgraph COMMAND --format json</c>. Where it crashes on one piece of what it is asked for,
    /// <see cref="HeapOptions.LeftOut"/> goes without that.</remarks>
    /// <param name="path">The dump.</param>
    /// <param name="options">How to read it; null for the usual.</param>
    /// <exception cref="HeapTargetNotFoundException">There is no such file.</exception>
    /// <exception cref="HeapReadException">It is no dump that can be read here; its hint says what to do.</exception>
    /// <example><code>using var heap = Heap.Open("app.dmp");</code></example>
    public static Heap Open(string path, HeapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var target = HeapTargetChooser.AtPath(path);
        DumpProbe.Check(path);
        return new Heap(target, options);
    }

    /// <summary>Takes the heap of a live .NET process as it is at this instant, and reads it: objects, roots and references. The
    /// process runs on as soon as it is taken; later questions ask about that instant, not about the process.</summary>
    /// <remarks>It stands still while it is taken: some 100 ms per GB on Linux with the right to trace it (ptrace), seconds per GB
    /// otherwise. That takes the same user or root, and room for its heap. Two heaps of one process, taken one after the other,
    /// are what <see cref="Growth(Heap, int, ObjectScope)"/> compares. For the DAC the same holds as in
    /// <see cref="Open"/>. A child of this program's, started with <see cref="System.Diagnostics.Process"/>, is never
    /// stopped by tracing, which .NET would take for its end (HasExited, Exited, WaitForExit): it writes a dump itself, as where tracing is
    /// not allowed.</remarks>
    /// <param name="processId">Its process id; not this process's own.</param>
    /// <param name="options">How to read it; null for the usual.</param>
    /// <exception cref="HeapTargetNotFoundException">It does not run, or is no .NET process.</exception>
    /// <exception cref="HeapReadException">It can't be read; the hint says what to do.</exception>
    /// <exception cref="ArgumentException">It is this process, which can't stand still and read at once.</exception>
    /// <example><code>
    /// using var before = Heap.OfProcess(1234);
    /// Thread.Sleep(TimeSpan.FromMinutes(1));
    /// using var after = Heap.OfProcess(1234);
    /// Console.WriteLine(after.Growth(since: before));
    /// </code></example>
    public static Heap OfProcess(int processId, HeapOptions? options = null)
    {
        if (processId == Environment.ProcessId)
        {
            throw new ArgumentException("A process can't read its own heap: ask from another one.", nameof(processId));
        }

        var heap = new Heap(HeapTargetChooser.WithId(processId), options);
        heap._reading.Read(GraphParts.Reachability);
        return heap;
    }

    /// <summary>Closes the dump. Results stay usable.</summary>
    public void Dispose() => _reading.Dispose();

    /// <summary>What is read.</summary>
    public override string ToString() => Target;
}
