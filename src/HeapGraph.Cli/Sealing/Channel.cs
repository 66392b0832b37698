using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace HeapGraph.Cli.Sealing;

/// <summary>The socket between a guard and its child, by which the child hands over the listener of its filter once: open files and a few
/// words.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe class Channel
{
    private const int Unix = 1, Packets = 5, CloseAtExec = 0x8_0000;   // AF_UNIX, SOCK_SEQPACKET, SOCK_CLOEXEC
    private const int SetFlags = 2;   // F_SETFD
    private const int SocketLevel = 1, Rights = 1;
    private const int MostFiles = 8, MostBytes = 64 << 10, HeadBytes = 16;   // struct cmsghdr

    /// <summary>Makes one. The second end is inherited by what is started next.</summary>
    public static (int Ours, int Childs)? Open()
    {
        var both = stackalloc int[2];
        return SealCalls.SocketPair(Unix, Packets | CloseAtExec, 0, both) == 0 && SealCalls.ControlFile(both[1], SetFlags, 0) == 0 ? (both[0], both[1]) : null;
    }

    /// <summary>Hands open files over. Neither opens anything nor waits.</summary>
    public static bool Send(int socket, ReadOnlySpan<byte> words, ReadOnlySpan<int> files)
    {
        var extra = stackalloc byte[HeadBytes + MostFiles * sizeof(int)];
        fixed (byte* text = words)
        {
            var part = new SealCalls.Stretch((nint)text, (nuint)words.Length);
            *(ulong*)extra = (ulong)(HeadBytes + files.Length * sizeof(int));
            ((int*)extra)[2] = SocketLevel;
            ((int*)extra)[3] = Rights;
            files.CopyTo(new Span<int>(extra + HeadBytes, MostFiles));
            var message = new SealCalls.Message { Parts = &part, PartCount = 1, Extra = extra, ExtraBytes = (nuint)(HeadBytes + (files.Length * sizeof(int) + 7 & ~7)) };
            return SealCalls.Send(socket, &message, 0) == words.Length;
        }
    }

    /// <summary>Waits for what is handed over; null when the other end is closed instead.</summary>
    public static (string Words, int[] Files)? Receive(int socket)
    {
        const int CloseOnExec = 0x4000_0000;
        var text = new byte[MostBytes];
        var extra = stackalloc byte[HeadBytes + MostFiles * sizeof(int)];
        fixed (byte* start = text)
        {
            var part = new SealCalls.Stretch((nint)start, MostBytes);
            nint bytes;
            SealCalls.Message message;
            do
            {
                message = new SealCalls.Message { Parts = &part, PartCount = 1, Extra = extra, ExtraBytes = HeadBytes + MostFiles * sizeof(int) };
                bytes = SealCalls.Receive(socket, &message, CloseOnExec);
            }
            while (bytes < 0 && Marshal.GetLastPInvokeError() == 4);   // EINTR
            if (bytes <= 0 || message.ExtraBytes < HeadBytes || ((int*)extra)[3] != Rights)
            {
                return null;
            }

            var count = (int)(*(ulong*)extra - HeadBytes) / sizeof(int);
            return (Encoding.UTF8.GetString(text, 0, (int)bytes), new Span<int>(extra + HeadBytes, count).ToArray());
        }
    }
}
