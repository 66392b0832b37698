using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>A file without a name for parts of a copy: written past the kernel's cache, then mapped in their place. Gone when nobody maps
/// it any more, however we end.</summary>
[SupportedOSPlatform("linux")]
internal sealed class UnnamedFile : IDisposable
{
    private readonly DirectFile _output;
    private readonly SafeFileHandle _input;

    /// <param name="folder">Where it takes room.</param>
    /// <param name="bytes">Its length; it takes room only for what is written or reserved.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    public UnnamedFile(string folder, long bytes)
    {
        var path = Path.Combine(folder, $".heapgraph-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}");
        try
        {
            _output = new DirectFile(path, bytes);
            _input = File.OpenHandle(path, share: FileShare.ReadWrite);
        }
        catch
        {
            _output?.Dispose();
            throw;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Takes room on the disk before it is written to.</summary>
    /// <returns>False when there is not enough.</returns>
    public bool Reserve(long start, long end) => _output.Reserve(start, end);

    /// <summary>Writes a stretch where it stands in the copy.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => _output.Write(bytes, offset);

    /// <summary>Writes stretches of a copy to the same places.</summary>
    public void Write(CopyRoom copy, IEnumerable<(long Start, long End)> places, CancellationToken cancellation) =>
        _output.Write(copy, places.Select(place => (place.Start, place.Start, place.End - place.Start)), cancellation);

    /// <summary>Has a copy hold what was written.</summary>
    public void MapInto(CopyRoom copy, IEnumerable<(long Start, long End)> places)
    {
        foreach (var (start, end) in places)
        {
            copy.MapOver(_input, start, end);
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _input.Dispose();
    }
}
