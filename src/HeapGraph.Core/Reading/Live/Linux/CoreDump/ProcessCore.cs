using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>The core that a copy becomes: where it is, and as a file of its own without the room in between.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class ProcessCore(IReadOnlyList<CoreSegment> segments, byte[] notes)
{
    /// <summary>Makes the copy a core: its header, and behind the memory the notes and the table.</summary>
    public void Complete(CopyRoom copy, long end)
    {
        var table = CoreHeader.TableOf(segments, notes, end);
        copy.CutTo(end + table.Length);
        copy.Write(table, end);
        copy.Write(CoreHeader.HeadOf(segments.Count, notes, end), 0);
    }

    /// <summary>Writes the core to a file. Longer stretches of zeros stay holes. The copy is spent then.</summary>
    /// <remarks>The table and the small segments, such as the runtime's, come first: a file that is cut on its way has lost heap only,
    /// and tells how much.</remarks>
    /// <exception cref="IOException">It can't be written.</exception>
    public void SaveTo(SafeFileHandle file, CopyRoom copy, CancellationToken cancellation)
    {
        var (tableOffset, packed) = ((long)ElfHeader.Bytes, new CoreSegment[segments.Count]);
        var end = PageEnd(tableOffset + CoreHeader.TableBytes(segments.Count, notes));
        int[] bySize = [.. Enumerable.Range(0, segments.Count).OrderBy(index => segments[index].Bytes)];
        foreach (var index in bySize)
        {
            packed[index] = segments[index] with { Offset = end };
            end += (long)segments[index].Bytes;
        }

        using var output = new DirectFile(file, end);
        output.Write(CoreHeader.HeadOf(packed.Length, notes, tableOffset), 0);
        output.Write(CoreHeader.TableOf(packed, notes, tableOffset), tableOffset);
        output.Write(
            copy.Pointer, bySize.Select(index => (segments[index].Offset, packed[index].Offset, (long)segments[index].Bytes)), copy.Forget, cancellation);
    }

    private static long PageEnd(long offset) => (offset + (long)OwnPages.PageBytes - 1) & -(long)OwnPages.PageBytes;
}
