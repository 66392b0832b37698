using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Segments;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>What can and can't be read of a dump, without reading its heap. Takes some 0.2 s, most of it for loading the DAC.</summary>
internal static class DumpChecks
{
    /// <summary>Looks at a dump.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dacPath">The DAC to use; null to look for the one that fits.</param>
    public static IEnumerable<TargetCheck> Of(string path, string? dacPath)
    {
        if (Failure(() => DumpProbe.Check(path)) is { } noDump)
        {
            return [Refusal("file", noDump)];
        }

        var file = DumpProbe.Check(path) is { } cut
            ? new TargetCheck("file", CheckState.Limited, cut, "Copy it again, or collect a new one.")
            : new TargetCheck("file", CheckState.Good, $"{KindOf(path)} of {RuntimeInformation.ProcessArchitecture}, {new FileInfo(path).Length:N0} bytes");
        OpenedDump? dump = null;
        if (Failure(() => dump = OpenedDump.Open(path, dacPath)) is { } unreadable)
        {
            return [file, Refusal("runtime, DAC and heap", unreadable)];
        }

        using (dump)
        {
            return
            [
                file,
                new TargetCheck("runtime", CheckState.Good, dump!.Runtime.ClrInfo.Name),
                new TargetCheck("DAC", CheckState.Good, DacLocator.Find(dump.Runtime.ClrInfo, new DacPlaces(dacPath)).Path),
                .. HeldHeap.IsIn(new DumpFile(path), dump.Runtime) ? [Heap(dump.Runtime)] : WithoutHeap(path, dump),
                .. dump.Warnings.Where(warning => warning != file.Finding).Select(warning => new TargetCheck("warning", CheckState.Limited, warning, HeapReadException.CollectAgain)),
            ];
        }
    }

    private static TargetCheck[] WithoutHeap(string path, OpenedDump dump)
    {
        var threads = dump.Runtime.Threads.Count(thread => thread.IsAlive);
        return threads == 0 ? [new TargetCheck("heap", CheckState.Bad, "it is a mini dump: there is none", HeapReadException.CollectAgain)]
            :
            [
                new TargetCheck("heap", CheckState.Bad, "it is a mini dump: there is none", new Remedy.ThreadsAlone(path, dump.FatalSignal is not null)),
                new TargetCheck("threads", CheckState.Good, $"{threads:N0} managed threads"),
            ];
    }

    private static TargetCheck Heap(ClrRuntime runtime)
    {
        var memory = runtime.DataTarget.DataReader;
        var used = runtime.Heap.Segments.Where(segment => segment.ObjectRange.Length > 0).ToArray();
        var missing = used.Count(segment => !memory.Read(segment.ObjectRange.Start, out ulong _));
        var bytes = used.Sum(segment => (long)segment.ObjectRange.Length);
        return missing == 0
            ? new TargetCheck("heap", CheckState.Good, $"{bytes:N0} bytes in {used.Length:N0} segments")
            : new TargetCheck("heap", missing == used.Length ? CheckState.Bad : CheckState.Limited, $"{missing:N0} of {used.Length:N0} heap segments are not in the dump", HeapReadException.CollectAgain);
    }

    private static string KindOf(string path)
    {
        using var file = File.OpenRead(path);
        return DumpKinds.Of(file) == DumpKind.ElfCore ? "ELF core" : "minidump";
    }

    private static TargetCheck Refusal(string name, HeapReadException failure) => new(name, CheckState.Bad, failure.Message, failure.Remedy);

    private static HeapReadException? Failure(Action look)
    {
        try
        {
            look();
            return null;
        }
        catch (HeapReadException unreadable)
        {
            return unreadable;
        }
    }
}
