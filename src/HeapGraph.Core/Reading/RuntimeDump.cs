using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Segments;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>A dump that is open, with its runtime and all memory that it holds, whether its heap is among that or not.</summary>
internal sealed class RuntimeDump : IDisposable
{
    private readonly OpenedDump _dump;
    private readonly ProcessResidence? _residence;

    private RuntimeDump(IDumpBytes bytes, OpenedDump dump, MemoryImage image, HeapReadOptions options)
    {
        (_dump, Image) = (dump, image);
        (LeftOut, Own, _residence) = (options.LeftOut, options.Own, options.Residence);
        (Name, Warnings) = (bytes.Name, [.. dump.Warnings]);
        Process = dump.Process with { Program = DumpedProcess.ProgramOf(Runtime, LeftOut) };
        HoldsHeap = HeldHeap.IsIn(bytes, Runtime);
        ThreadCount = HoldsHeap ? 0 : Runtime.Threads.Length;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    public ClrRuntime Runtime => _dump.Runtime;

    public MemoryImage Image { get; }

    /// <summary>What the DAC is not asked for.</summary>
    public LeftOut LeftOut { get; }

    /// <summary>Which namespaces are the program's own.</summary>
    public OwnNamespaces Own { get; }

    /// <summary>The process that it is of.</summary>
    public HeapProcess Process { get; }

    /// <summary>The fatal signal that it was written for, and the thread that this ended; null for none.</summary>
    public (int Signal, uint Thread)? FatalSignal => _dump.FatalSignal;

    /// <summary>What stands in it beside memory, as an ELF file has it; empty for none.</summary>
    public byte[] Notes => _dump.Notes;

    /// <summary>What of the process was in memory; null where nothing tells it.</summary>
    public ProcessResidence? Residence => ResidenceNote.In(Notes) ?? _residence;

    /// <summary>Sentences about what could not be read.</summary>
    public List<string> Warnings { get; }

    /// <summary>Whether it is whole, as far as its table of contents tells.</summary>
    public bool IsWhole => _dump.Warnings.Count == 0;

    /// <summary>Whether it was made with its heap.</summary>
    public bool HoldsHeap { get; }

    /// <summary>Of one without heap, how many managed threads it holds all the same.</summary>
    public int ThreadCount { get; }

    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    public static RuntimeDump Open(IDumpBytes bytes, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new HeapReadProgress("Opening the dump", 0, 0, "") { IsInDac = true });
        using var ahead = new ImageAhead(bytes);
        var dump = OpenedDump.Open(bytes, new DacPlaces(options.DacPath, options.RuntimeInContainer));
        MemoryImage? image = null;
        try
        {
            image = ahead.Take();
            cancellation.ThrowIfCancellationRequested();
            return new RuntimeDump(bytes, dump, image, options);
        }
        catch
        {
            image?.Dispose();
            dump.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Image.Dispose();
        _dump.Dispose();
    }

    /// <exception cref="HeapReadException">It was made without its heap.</exception>
    public void RequireHeap()
    {
        if (!HoldsHeap)
        {
            throw new HeapReadException(
                $"'{Name}' is a mini dump: it has no heap in it.",
                ThreadCount > 0 ? new Remedy.ThreadsAlone(Name, FatalSignal is not null) : HeapReadException.CollectAgain);
        }
    }
}
