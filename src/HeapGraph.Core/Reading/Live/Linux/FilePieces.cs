using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>What of a copy is read from files, in pieces that several threads take one after the other.</summary>
/// <remarks>What lies past a file's end stays as it is in the copy: in memory that is zero too.</remarks>
/// <param name="files">What is read.</param>
/// <param name="room">The copy's first byte.</param>
[SupportedOSPlatform("linux")]
internal sealed unsafe class FilePieces(IEnumerable<CopyPlan.CopiedFile> files, byte* room)
{
    private const long PieceBytes = 1 << 20;

    private readonly List<(SafeFileHandle File, long From, long Bytes, long To)> _pieces = [.. files.SelectMany(Split)];
    private int _next;
    private long _read;

    /// <summary>Bytes to read in all.</summary>
    public long Bytes => _pieces.Sum(piece => piece.Bytes);

    /// <summary>Bytes of the pieces that were read.</summary>
    public long Copied => Volatile.Read(ref _read);

    /// <summary>Reads pieces until none is left; for any number of threads at once.</summary>
    /// <param name="mayGoOn">Asked before each piece.</param>
    public void Copy(Func<bool> mayGoOn)
    {
        for (int piece; mayGoOn() && (piece = Interlocked.Increment(ref _next) - 1) < _pieces.Count;)
        {
            var (file, from, bytes, to) = _pieces[piece];
            for (var done = 0L; done < bytes;)
            {
                var read = LinuxCalls.ReadFile(file, room + to + done, (nuint)(bytes - done), from + done);
                if (read <= 0)
                {
                    break;
                }

                done += read;
            }

            Interlocked.Add(ref _read, bytes);
        }
    }

    private static IEnumerable<(SafeFileHandle File, long From, long Bytes, long To)> Split(CopyPlan.CopiedFile part)
    {
        var bytes = (long)part.Mapping.Bytes;
        for (var start = 0L; start < bytes; start += PieceBytes)
        {
            yield return (part.File, (long)part.Mapping.Offset + start, Math.Min(PieceBytes, bytes - start), part.Offset + start);
        }
    }
}
