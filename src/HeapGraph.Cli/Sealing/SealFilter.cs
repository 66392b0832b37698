using System.Runtime.InteropServices;

namespace HeapGraph.Cli.Sealing;

/// <summary>The filter of system calls of a sealed process, in the kernel's own small language: classic BPF over struct seccomp_data, see
/// seccomp(2). What it does not name is answered as if the kernel did not have it.</summary>
internal static class SealFilter
{
    private const ushort LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfAnyBit = 0x45, Return = 0x06;
    private const uint Allow = 0x7FFF_0000, Ask = 0x7FC0_0000, Fail = 0x0005_0000;
    private const uint Number = 0, Processor = 4, FirstArgument = 16;   // offsets of what is looked at
    private const uint NotPermitted = 1, NotImplemented = 38;
    private const uint IsThread = 0x10000;   // CLONE_THREAD
    private const uint ByDescriptor = 0x1000;   // AT_EMPTY_PATH

    // fcntl: copies, flags and locks of descriptors, and seals of memory files; not who gets signals.
    private static readonly uint[] FileControls = [0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1033, 1034];

    // ioctl: settings and size of a terminal, bytes that wait, what happens at exec; not what is typed into it.
    private static readonly uint[] DeviceControls = [0x5401, 0x5402, 0x5403, 0x5404, 0x5413, 0x541B, 0x5450, 0x5451];

    // prctl: the end with the parent, a thread's name, a mapping's name.
    private static readonly uint[] ProcessControls = [1, 15, 16, 0x5356_4D41];

    /// <summary>One step (struct sock_filter).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Step(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    /// <summary>The filter.</summary>
    /// <param name="processId">The process, which may send signals to itself.</param>
    /// <param name="channel">The socket that the listener goes out by.</param>
    /// <param name="hasOtherUser">Whether files are looked at with other rights than the process was started with.</param>
    public static Step[] Of(int processId, int channel, bool hasOtherUser)
    {
        var steps = new List<Step>
        {
            new(LoadWord, 0, 0, Processor),
            new(JumpIfEqual, 1, 0, SystemCall.Processor),
            new(Return, 0, 0, Fail | NotImplemented),
            new(LoadWord, 0, 0, Number),
        };
        foreach (var call in SystemCall.Harmless.Where(call => call >= 0))
        {
            steps.AddRange(Either(call, new Step(Return, 0, 0, Allow)));
        }

        foreach (var call in new[] { SystemCall.Open, SystemCall.OpenAt, SystemCall.LinkAt, SystemCall.Rename, SystemCall.RenameAt, SystemCall.RenameAt2, SystemCall.Unlink, SystemCall.UnlinkAt })
        {
            steps.AddRange(Either(call, new Step(Return, 0, 0, Ask)));
        }

        var look = new Step(Return, 0, 0, hasOtherUser ? Ask : Allow);
        foreach (var call in new[] { SystemCall.Stat, SystemCall.LinkStat, SystemCall.Access, SystemCall.AccessAt, SystemCall.ReadLink, SystemCall.ReadLinkAt })
        {
            steps.AddRange(Either(call, look));
        }

        steps.AddRange(Either(SystemCall.StatAt, [.. IfAnyBit(3, ByDescriptor), look]));
        steps.AddRange(Either(SystemCall.StatX, [.. IfAnyBit(2, ByDescriptor), look]));
        steps.AddRange(Either(SystemCall.Clone, [.. IfAnyBit(0, IsThread), new Step(Return, 0, 0, Fail | NotPermitted)]));
        steps.AddRange(Either(SystemCall.FileControl, OneOf(1, FileControls)));
        steps.AddRange(Either(SystemCall.DeviceControl, OneOf(1, DeviceControls)));
        steps.AddRange(Either(SystemCall.ProcessControl, OneOf(0, ProcessControls)));
        steps.AddRange(Either(SystemCall.Kill, OneOf(0, [(uint)processId])));
        steps.AddRange(Either(SystemCall.KillThread, OneOf(0, [(uint)processId])));
        steps.AddRange(Either(SystemCall.Limits, Null(2)));
        steps.AddRange(Either(SystemCall.SendMessage, OneOf(0, [(uint)channel])));
        foreach (var call in new[] { SystemCall.SetScheduler, SystemCall.SetSchedulerParameters, SystemCall.SetAffinity })
        {
            steps.AddRange(Either(call, new Step(Return, 0, 0, Fail)));
        }

        steps.Add(new Step(Return, 0, 0, Fail | NotImplemented));
        return [.. steps];
    }

    // What follows is done for one call; others go past it. A processor may not have the call.
    private static Step[] Either(int call, params Step[] then) => call < 0 ? [] : [new Step(JumpIfEqual, 0, (byte)then.Length, (uint)call), .. then];

    private static Step[] IfAnyBit(int argument, uint bits) =>
        [new Step(LoadWord, 0, 0, FirstArgument + (uint)argument * 8), new Step(JumpIfAnyBit, 0, 1, bits), new Step(Return, 0, 0, Allow)];

    private static Step[] OneOf(int argument, uint[] values) =>
    [
        new Step(LoadWord, 0, 0, FirstArgument + (uint)argument * 8),
        .. values.SelectMany(value => (Step[])[new Step(JumpIfEqual, 0, 1, value), new Step(Return, 0, 0, Allow)]),
        new Step(Return, 0, 0, Fail | NotPermitted),
    ];

    // A pointer that is null: both halves.
    private static Step[] Null(int argument) =>
    [
        new Step(LoadWord, 0, 0, FirstArgument + (uint)argument * 8), new Step(JumpIfEqual, 0, 3, 0),
        new Step(LoadWord, 0, 0, FirstArgument + (uint)argument * 8 + 4), new Step(JumpIfEqual, 0, 1, 0),
        new Step(Return, 0, 0, Allow), new Step(Return, 0, 0, Fail | NotPermitted),
    ];
}
