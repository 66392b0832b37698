using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>A file without a name for parts of a copy: written past the kernel's cache, then mapped in their place. Gone when nobody maps
/// it any more, however we end.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class UnnamedFile : IDisposable
{
    private readonly DirectFile _output;

    /// <param name="folder">Where it takes room.</param>
    /// <param name="bytes">Its length; it takes room only for what is written or reserved.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    public UnnamedFile(string folder, long bytes)
    {
        using var place = OpenFolder.At(folder);
        Content = place.NewUnnamed() ?? NewWithoutItsName(place);
        try
        {
            _output = new DirectFile(Content, bytes);
        }
        catch
        {
            Content.Dispose();
            throw;
        }
    }

    /// <summary>What was written, for mapping.</summary>
    public SafeFileHandle Content { get; }

    /// <summary>Takes room on the disk before it is written to.</summary>
    /// <returns>False when there is not enough.</returns>
    public bool Reserve(long start, long end) => _output.Reserve(start, end);

    /// <summary>Writes a stretch where it stands in the copy.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => _output.Write(bytes, offset);

    /// <summary>Writes stretches of a copy to the same places.</summary>
    /// <param name="copy">Its first byte.</param>
    /// <param name="places">The stretches.</param>
    /// <param name="written">Told of each piece that is written, by its start and end.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Write(byte* copy, IEnumerable<(long Start, long End)> places, Action<long, long> written, CancellationToken cancellation) =>
        _output.Write(copy, places.Select(place => (place.Start, place.Start, place.End - place.Start)), written, cancellation);

    public void Dispose()
    {
        _output.Dispose();
        Content.Dispose();
    }

    // For file systems where each file has a name at first.
    private static SafeFileHandle NewWithoutItsName(OpenFolder place)
    {
        var name = LeftFiles.NewName();
        var file = place.New(name);
        place.Delete(name);
        return file;
    }
}
