using System.Collections.Immutable;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>A dump with its runtime, opened through ClrMD past what would go wrong on Linux.</summary>
internal sealed class OpenedDump : IDisposable
{
    private static readonly Remedy CopyOrCollect = new Remedy.Both(new Remedy.Plain("Copy it again, whole, if it is longer there."), HeapReadException.CollectAgain);

    private readonly DataTarget _target;

    static OpenedDump() => DataTarget.AddClrInfoProvider(new CoreClrInfoProvider());

    private OpenedDump(DataTarget target, ClrRuntime runtime, DumpNotes known, IReadOnlyList<string> warnings)
    {
        (FatalSignal, Notes) = (known.FatalSignal, known.Notes);
        Process = known.Process with { Runtime = RuntimeVersion.ProductOf(runtime.ClrInfo.Version) };
        _target = target;
        Runtime = runtime;
        Warnings = warnings;
    }

    public ClrRuntime Runtime { get; }

    /// <summary>The process, without its program's name.</summary>
    public HeapProcess Process { get; }

    /// <summary>The fatal signal that the dump was written for, and the thread that it ended; null for none.</summary>
    public (int Signal, uint Thread)? FatalSignal { get; }

    /// <summary>What stands in it beside memory, as an ELF file has it; empty for none.</summary>
    public byte[] Notes { get; }

    /// <summary>Sentences about what could not be read.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <inheritdoc cref="Open(IDumpBytes, DacPlaces)"/>
    public static OpenedDump Open(string path, string? dac) => Open(new DumpFile(path), new DacPlaces(dac));

    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    public static OpenedDump Open(IDumpBytes dump, DacPlaces places)
    {
        var path = dump.Name;
        var warnings = new List<string>();
        var cut = DumpProbe.Check(dump);
        if (cut is not null)
        {
            warnings.Add(cut);
        }

        var known = DumpedProcess.Of(dump);
        DataTarget? target = null;
        DacCall.Enters(DacCall.Opening);
        try
        {
            target = DataTarget.LoadDump(path, WithoutOverlaps(dump.Open(), warnings), leaveOpen: false, Options());
            var runtime = OpenRuntime(path, target, places, cut, warnings);
            return new OpenedDump(target, runtime, known, warnings);
        }
        catch (Exception broken) when (broken is not HeapReadException and not OutOfMemoryException)
        {
            target?.Dispose();
            throw new HeapReadException($"'{path}' can't be read: {ClrMdFailure.FirstLineOf(broken)}", HeapReadException.CollectAgain, broken);
        }
        catch
        {
            target?.Dispose();
            throw;
        }
    }

    /// <summary>A target over memory that is no dump, opened past the same obstacles.</summary>
    public static DataTarget Over(IDataReader memory) => new(memory, Options());

    public void Dispose()
    {
        Runtime.Dispose();
        _target.Dispose();
    }

    /// <summary>The dump as ClrMD must see it to read the same bytes as <see cref="MemoryImage"/> where two of its parts claim the same memory.</summary>
    private static Stream WithoutOverlaps(Stream file, List<string> warnings)
    {
        var elf = ElfFile.Of(file);
        var overlaps = elf is null ? null : ElfOverlaps.Of(elf, (ulong)file.Length);
        file.Position = 0;
        if (overlaps is not var (table, count))
        {
            return file;
        }

        warnings.Add("The dump's table of contents is damaged: parts of it claim the same memory"
            + (count == 0 ? "." : $", of which {(count == 1 ? "1 was" : $"{count:N0} were")} cut or left out. What stands there may be wrong."));
        return new PatchedStream(file, (long)elf!.Header.Table, table);
    }

    private static DataTargetOptions Options() => new()
    {
        UseLockFreeMemoryMapReader = true,
        FileLocator = new NoFileLocator(),
        SymbolPaths = [],
        Limits = new DataTargetLimits { MaxElfProgramHeaders = int.MaxValue, MaxElfFileTableEntries = int.MaxValue },
    };

    private static ClrRuntime OpenRuntime(string path, DataTarget target, DacPlaces places, string? cut, List<string> warnings)
    {
        var runtimes = target.ClrVersions.GroupBy(info => info.ModuleInfo.ImageBase)
            .Select(same => same.OrderByDescending(info => info.Version).First()).ToArray();
        if (runtimes.Length == 0)
        {
            var isNativeAot = target.EnumerateModules().Any(module => module.GetExportSymbolAddress("DotNetRuntimeDebugHeader") != 0);
            throw isNativeAot
                ? new HeapReadException($"'{path}' is of a NativeAOT program, whose heap can't be read.", "Publish the program without PublishAot to look at its heap.")
                : new HeapReadException($"'{path}' has no .NET runtime in it.", "Choose the dump of a .NET process.");
        }

        if (target.DataReader is IDumpInfoProvider { IsMiniOrTriage: true })
        {
            throw new HeapReadException($"'{path}' is a mini dump: it has no heap in it.", HeapReadException.CollectAgain);
        }

        var chosen = runtimes[0];
        if (runtimes.Length > 1)
        {
            warnings.Add($"The process holds {runtimes.Length} runtimes; only {chosen.Name} was read.");
        }

        if (chosen.BuildId.IsDefaultOrEmpty)
        {
            throw cut is null
                ? new HeapReadException($"'{path}' does not hold the memory of its .NET runtime.", HeapReadException.CollectAgain)
                : new HeapReadException(
                    $"{cut} The runtime's own memory is among them, without which '{path}' can't be read.", CopyOrCollect);
        }

        var dac = DacLocator.Find(chosen, places);
        NativeCode.Before(dac);
        ClrRuntime runtime;
        try
        {
            runtime = chosen.CreateRuntime(dac.LoadPath, ignoreMismatch: true);
            _ = runtime.Heap.Segments;   // what an unfit DAC fails at
        }
        catch (Exception unfit)
        {
            throw new HeapReadException(
                $"{(cut is null ? "" : cut + " ")}The DAC '{dac.Path}' does not open this dump: {ClrMdFailure.FirstLineOf(unfit)}",
                places.Given is not null ? new Remedy.ChangeDac(chosen.Name) : cut is null ? HeapReadException.CollectAgain : CopyOrCollect, unfit);
        }

        if (runtime.Heap.Segments.Length > 0 && !runtime.Heap.CanWalkHeap)
        {
            warnings.Add("The dump was taken in the middle of a garbage collection: counts near the moving objects may be off.");
        }

        return runtime;
    }

    /// <summary>Nothing is ever fetched from a symbol server.</summary>
    private sealed class NoFileLocator : IFileLocator
    {
        public string? FindPEImage(string fileName, int buildTimeStamp, int imageSize, bool checkProperties) => null;

        public string? FindPEImage(
            string fileName, SymbolProperties archivedUnder, ImmutableArray<byte> buildIdOrUUID, OSPlatform originalPlatform, bool checkProperties) => null;
    }
}
