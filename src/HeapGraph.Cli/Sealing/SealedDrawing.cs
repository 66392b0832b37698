using System.Runtime.Versioning;
using System.Text;
using HeapGraph.Core.Presentation.Graphviz;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Cli.Sealing;

/// <summary>Has the guard run Graphviz for a sealed process: by two files that are nowhere but in its answers. The text is written to the first,
/// the picture read from the second, whose name says how it is to be drawn.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SealedDrawing : IDisposable
{
    private const string TextPath = "/heapgraph/text", PicturePath = "/heapgraph/picture/";
    private const byte Drawn = 0, Failed = 1, TookTooLong = 2;
    private const long MostText = 256 << 20;
    private const uint CloseOnExec = 1;   // MFD_CLOEXEC
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(1);

    private SafeFileHandle? _text;

    /// <summary>In the sealed process: draws a picture.</summary>
    /// <exception cref="GraphvizException">It could not be drawn.</exception>
    public static byte[] Draw(TimeSpan limit, string dot, string format, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using (var text = new FileStream(TextPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            text.Write(Encoding.UTF8.GetBytes(dot));
        }

        var picture = File.ReadAllBytes($"{PicturePath}{format}/{(long)limit.TotalMilliseconds}");
        cancellation.ThrowIfCancellationRequested();
        if (picture[0] == Drawn)
        {
            return picture[1..];
        }

        var words = Encoding.UTF8.GetString(picture.AsSpan(1)).Split(Seal.Separator);
        throw picture[0] == TookTooLong ? new GraphvizTimeoutException(words[0], words[^1]) : new GraphvizException(words[0], words[^1]);
    }

    /// <summary>In the guard: what is given for a path, when that is known; null when it is another path.</summary>
    public Task<SafeFileHandle?>? Open(string path)
    {
        if (path == TextPath)
        {
            _text?.Dispose();
            _text = MemoryFile();
            return Task.FromResult<SafeFileHandle?>(_text);
        }

        return path.StartsWith(PicturePath, StringComparison.Ordinal) && path[PicturePath.Length..].Split('/') is ["png" or "svg" or "pdf", var time] words
            && int.TryParse(time, out var milliseconds)
            ? Task.Run(() => Picture(words[0], TimeSpan.FromMilliseconds(Math.Min(milliseconds, MostTime.TotalMilliseconds))))
            : null;
    }

    public void Dispose() => _text?.Dispose();

    private SafeFileHandle? Picture(string format, TimeSpan limit)
    {
        if (_text is null || MemoryFile() is not { } file)
        {
            return null;
        }

        var text = new byte[Math.Min(MostText, RandomAccess.GetLength(_text))];
        RandomAccess.Read(_text, text, 0);
        byte[] answer;
        try
        {
            answer = [Drawn, .. GraphvizRunner.Draw(limit, Encoding.UTF8.GetString(text), format, CancellationToken.None)];
        }
        catch (GraphvizException failed)
        {
            answer = [failed is GraphvizTimeoutException ? TookTooLong : Failed, .. Encoding.UTF8.GetBytes($"{failed.Message}{Seal.Separator}{failed.Hint}")];
        }

        RandomAccess.Write(file, answer, 0);
        return file;
    }

    private static SafeFileHandle? MemoryFile() => SealCalls.CreateMemoryFile("heapgraph", CloseOnExec) is >= 0 and var number ? new SafeFileHandle(number, ownsHandle: true) : null;
}
