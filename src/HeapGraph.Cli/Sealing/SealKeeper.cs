using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using HeapGraph.Core.Files;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Cli.Sealing;

/// <summary>In the guard: answers for a sealed child what it asks to open, to look at and to name. The child's paths are read once, and what is
/// opened is judged and handed over as an open file, so nothing can be exchanged in between.</summary>
/// <remarks>Linux: seccomp_unotify(2), from 5.14 on.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe class SealKeeper : IDisposable
{
    private const nuint ReceiveRequest = 0xC050_2100, SendRequest = 0xC018_2101, IsValidRequest = 0x4008_2102, GiveRequest = 0x4018_2103;
    private const uint DoItYourself = 1;   // SECCOMP_USER_NOTIF_FLAG_CONTINUE
    private const uint AndAnswer = 2;      // SECCOMP_ADDFD_FLAG_SEND
    private const short Readable = 1;
    private const int CurrentFolder = -100, MostPath = 4096, StatXBytes = 256;
    private static readonly int StatBytes = SystemCall.IsArm ? 128 : 144;
    private const int CloseOnExec = 0x8_0000;

    private readonly int _childId;
    private readonly SafeFileHandle _listener, _memory;
    private readonly SealRules _rules;
    private readonly SealedOutput _output;
    private readonly SealedDrawing _drawing = new();

    private SealKeeper(int childId, SafeFileHandle listener, SafeFileHandle memory, SealRules rules, SealedOutput output) =>
        (_childId, _listener, _memory, _rules, _output) = (childId, listener, memory, rules, output);

    /// <summary>Whether the kernel, and whoever filters our own calls, lets a child be sealed.</summary>
    public static bool IsPossible { get; } = IsNewEnough() && MayFilter();

    /// <summary>Waits until a child is sealed, and answers for it until it ends. Returns at once when it ends before.</summary>
    /// <param name="channel">Our end of the channel, which is closed at the end.</param>
    /// <param name="childId">The child.</param>
    /// <param name="reads">Files that the command line names.</param>
    /// <param name="output">The file that it writes; null for none.</param>
    public static void Serve(int channel, int childId, IEnumerable<string> reads, string? output)
    {
        try
        {
            if (Channel.Receive(channel) is not ({ } words, [var listener, var memory, var library]))
            {
                return;
            }

            var named = words.Split(Seal.Separator);
            using var rules = new SealRules(childId, named[0], new SafeFileHandle(library, ownsHandle: true), [.. reads, .. named.Skip(1)]);
            using var written = new SealedOutput(output);
            using var keeper = new SealKeeper(childId, new SafeFileHandle(listener, ownsHandle: true), new SafeFileHandle(memory, ownsHandle: true), rules, written);
            keeper.Serve();
        }
        finally
        {
            _ = SealCalls.Close(channel);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _memory.Dispose();
        _drawing.Dispose();
    }

    private void Serve()
    {
        while (true)
        {
            var waiting = new SealCalls.Waiting((int)_listener.DangerousGetHandle(), Readable, 0);
            var count = SealCalls.Wait(&waiting, 1, -1);
            if (count > 0 && (waiting.Seen & Readable) == 0)
            {
                return;   // nobody is left who could ask
            }

            SealCalls.Question question = default;
            if (count > 0 && SealCalls.Control(_listener, ReceiveRequest, &question) == 0)
            {
                try
                {
                    Reply(question);
                }
                catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
                {
                    Refuse(question.Id, SealCalls.AccessDenied);
                }
            }
        }
    }

    private void Reply(SealCalls.Question question)
    {
        var call = question.Call;
        if (call == SystemCall.Open)
        {
            Open(question, CurrentFolder, 0, question.Arguments[1]);
        }
        else if (call == SystemCall.OpenAt)
        {
            Open(question, (int)question.Arguments[0], 1, question.Arguments[2]);
        }
        else if (call == SystemCall.Stat || call == SystemCall.LinkStat)
        {
            Look(question, CurrentFolder, 0, 1, StatBytes, SystemCall.StatAt, call == SystemCall.LinkStat ? 0x100 : 0, 0);
        }
        else if (call == SystemCall.StatAt)
        {
            Look(question, (int)question.Arguments[0], 1, 2, StatBytes, SystemCall.StatAt, (nint)question.Arguments[3], 0);
        }
        else if (call == SystemCall.Access || call == SystemCall.AccessAt)
        {
            var (folder, path) = call == SystemCall.Access ? (CurrentFolder, 0) : ((int)question.Arguments[0], 1);
            Look(question, folder, path, -1, 0, SystemCall.AccessAt, 0, (nint)question.Arguments[path + 1]);
        }
        else if (call == SystemCall.ReadLink || call == SystemCall.ReadLinkAt)
        {
            var (folder, path) = call == SystemCall.ReadLink ? (CurrentFolder, 0) : ((int)question.Arguments[0], 1);
            Look(question, folder, path, path + 1, (int)Math.Min(question.Arguments[path + 2], MostPath), SystemCall.ReadLinkAt, (nint)Math.Min(question.Arguments[path + 2], MostPath), 0);
        }
        else if (call == SystemCall.StatX)
        {
            Look(question, (int)question.Arguments[0], 1, 4, StatXBytes, SystemCall.StatX, (nint)question.Arguments[2], (nint)question.Arguments[3]);
        }
        else
        {
            Name(question);
        }
    }

    private void Open(SealCalls.Question question, int folder, int pathArgument, ulong flags)
    {
        if (Text(question.Arguments[pathArgument]) is not { Length: > 0 } path)
        {
            Refuse(question.Id, SealCalls.Missing);
        }
        else if (_drawing.Open(path) is { } drawn)
        {
            var id = question.Id;
            _ = drawn.ContinueWith(done => Give(id, done.IsCompletedSuccessfully ? done.Result : null, flags), TaskScheduler.Default);
        }
        else if (_output.Open(path, folder, (int)flags) is { } written)
        {
            using (written)
            {
                Give(question.Id, written, flags);
            }
        }
        else if (SealRules.IsForReading(flags) && (folder == CurrentFolder || Path.IsPathRooted(path)) && Path.GetFullPath(path) is var full)
        {
            using var file = _rules.Open(full, out var error);
            if (file is null)
            {
                Refuse(question.Id, error);
            }
            else
            {
                Give(question.Id, file, flags);
            }
        }
        else
        {
            Refuse(question.Id, SealCalls.AccessDenied);
        }
    }

    // With the rights of the child but for what it may read anyway: there ours.
    private void Look(SealCalls.Question question, int folder, int pathArgument, int bufferArgument, int bytes, nint call, nint third, nint fourth)
    {
        if (Text(question.Arguments[pathArgument]) is not { Length: > 0 } path || (folder != CurrentFolder && !Path.IsPathRooted(path))
            || (_output.MayLookAt(Path.GetFullPath(path)) ? Path.GetFullPath(path) : _rules.LookAt(Path.GetFullPath(path))) is not { } full)
        {
            Send(new SealCalls.Answer(question.Id, 0, 0, DoItYourself));
            return;
        }

        var buffer = stackalloc byte[MostPath];
        nint done;
        if (call == SystemCall.AccessAt)
        {
            done = SealCalls.LookAt(call, CurrentFolder, full, (void*)fourth, 0, 0);
        }
        else if (call == SystemCall.StatX)
        {
            done = SealCalls.LookAt(call, CurrentFolder, full, (void*)third, fourth, (nint)buffer);
        }
        else
        {
            done = SealCalls.LookAt(call, CurrentFolder, full, buffer, third, 0);
        }

        if (done < 0)
        {
            Refuse(question.Id, Marshal.GetLastPInvokeError());
            return;
        }

        var written = call == SystemCall.ReadLinkAt ? (int)done : bytes;
        if (bufferArgument >= 0 && IsWaiting(question))
        {
            RandomAccess.Write(_memory, new ReadOnlySpan<byte>(buffer, written), (long)question.Arguments[bufferArgument]);
        }

        Send(new SealCalls.Answer(question.Id, done, 0, 0));
    }

    private void Name(SealCalls.Question question)
    {
        var error = question.Call == SystemCall.LinkAt ? _output.Link(Text(question.Arguments[3]))
            : question.Call == SystemCall.Rename ? _output.Rename(Text(question.Arguments[0]), Text(question.Arguments[1]))
            : question.Call == SystemCall.RenameAt || question.Call == SystemCall.RenameAt2 ? _output.Rename(Text(question.Arguments[1]), Text(question.Arguments[3]))
            : _output.Delete(Text(question.Arguments[question.Call == SystemCall.Unlink ? 0 : 1]));
        if (error == 0)
        {
            Send(new SealCalls.Answer(question.Id, 0, 0, 0));
        }
        else
        {
            Refuse(question.Id, error);
        }
    }

    private string? Text(ulong address)
    {
        var bytes = new byte[MostPath];
        var have = 0;
        while (have < MostPath)
        {
            // Not past a page, behind which there may be none.
            var next = (int)Math.Min(MostPath - have, 4096 - (long)((address + (ulong)have) & 4095));
            var read = RandomAccess.Read(_memory, bytes.AsSpan(have, next), (long)address + have);
            if (read <= 0)
            {
                return null;
            }

            var end = bytes.AsSpan(have, read).IndexOf((byte)0);
            if (end >= 0)
            {
                return Encoding.UTF8.GetString(bytes, 0, have + end);
            }

            have += read;
        }

        return null;
    }

    private bool IsWaiting(SealCalls.Question question)
    {
        var id = question.Id;
        return SealCalls.Control(_listener, IsValidRequest, &id) == 0;
    }

    private void Give(ulong question, SafeFileHandle? file, ulong flags)
    {
        if (file is null)
        {
            Refuse(question, SealCalls.AccessDenied);
            return;
        }

        var gift = new SealCalls.Gift(question, AndAnswer, (uint)file.DangerousGetHandle(), 0, (uint)flags & CloseOnExec);
        if (SealCalls.Control(_listener, GiveRequest, &gift) < 0)
        {
            Refuse(question, SealCalls.AccessDenied);
        }
    }

    private void Refuse(ulong question, int error) => Send(new SealCalls.Answer(question, 0, -error, 0));

    private void Send(SealCalls.Answer answer) => _ = SealCalls.Control(_listener, SendRequest, &answer);

    private static bool IsNewEnough() => OperatingSystem.IsLinux() && Environment.Is64BitProcess && Environment.OSVersion.Version >= new Version(5, 14);

    private static bool MayFilter()
    {
        const int IsActionThere = 2;
        var ask = 0x7FC0_0000u;
        return SealCalls.Call(SystemCall.Filter, IsActionThere, 0, &ask) == 0;
    }
}
