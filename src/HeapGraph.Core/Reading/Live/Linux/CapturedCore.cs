using System.Runtime.Versioning;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>What is in the file of a copy, and the same as a file of its own without the room in between.</summary>
[SupportedOSPlatform("linux")]
internal sealed class CapturedCore(IReadOnlyList<CoreSegment> segments, byte[] notes)
{
    /// <summary>Makes the file a core: its header, and behind the memory the notes and the table.</summary>
    public void Complete(CaptureFile file, long end)
    {
        var tail = CoreHeader.TailOf(segments, notes, end);
        file.CutTo(end + tail.Length);
        file.Write(tail, end);
        file.Write(CoreHeader.HeadOf(segments.Count, notes, end), 0);
    }

    /// <summary>Writes the core to a file. Longer stretches of zeros stay holes. The copy is spent then.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void SaveTo(string path, CaptureFile file, CancellationToken cancellation)
    {
        var packed = new List<CoreSegment>();
        var end = (long)OwnPages.PageBytes;
        foreach (var segment in segments)
        {
            packed.Add(segment with { Offset = end });
            end += (long)segment.Bytes;
        }

        var tail = CoreHeader.TailOf(packed, notes, end);
        using var output = new CoreFile(path, end + tail.Length);
        output.Write(file, segments.Zip(packed, (from, to) => (from.Offset, to.Offset, (long)from.Bytes)), cancellation);
        output.Write(tail, end);
        output.Write(CoreHeader.HeadOf(packed.Count, notes, end), 0);
    }
}
