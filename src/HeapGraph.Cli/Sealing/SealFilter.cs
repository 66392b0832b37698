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

    // What is put together here is done in plain steps: each start of the program pays for it.
    private sealed class Steps
    {
        private const int Most = 1024;

        private readonly Step[] _steps = new Step[Most];
        private int _count;

        public Step[] All => _steps[.._count];

        public void Add(ushort code, uint value, int ifTrue = 0, int ifFalse = 0) => _steps[_count++] = new Step(code, (byte)ifTrue, (byte)ifFalse, value);

        /// <summary>One call; a processor may not have it.</summary>
        public void When(int call, uint answer)
        {
            if (call >= 0)
            {
                Add(JumpIfEqual, (uint)call, ifFalse: 1);
                Add(Return, answer);
            }
        }

        /// <summary>One call, allowed where an argument is one of some values.</summary>
        public void When(int call, int argument, uint[] values)
        {
            var skip = Skip(call);
            Load(argument);
            foreach (var value in values)
            {
                Add(JumpIfEqual, value, ifFalse: 1);
                Add(Return, Allow);
            }

            Add(Return, Fail | NotPermitted);
            Land(skip);
        }

        /// <summary>One call, allowed where an argument has a bit.</summary>
        public void WhenBit(int call, int argument, uint bit, uint otherwise)
        {
            var skip = Skip(call);
            Load(argument);
            Add(JumpIfAnyBit, bit, ifFalse: 1);
            Add(Return, Allow);
            Add(Return, otherwise);
            Land(skip);
        }

        /// <summary>One call, allowed where an argument of 64 bits is 0.</summary>
        public void WhenNull(int call, int argument)
        {
            var skip = Skip(call);
            Load(argument);
            Add(JumpIfEqual, 0, ifFalse: 3);
            Add(LoadWord, FirstArgument + (uint)argument * 8 + 4);
            Add(JumpIfEqual, 0, ifFalse: 1);
            Add(Return, Allow);
            Add(Return, Fail | NotPermitted);
            Land(skip);
        }

        private void Load(int argument) => Add(LoadWord, FirstArgument + (uint)argument * 8);

        // Others go past what follows, which is known when it has been added.
        private int Skip(int call)
        {
            Add(JumpIfEqual, (uint)call);
            return _count;
        }

        private void Land(int skip) => _steps[skip - 1] = _steps[skip - 1] with { IfFalse = (byte)(_count - skip) };
    }

    /// <summary>The filter.</summary>
    /// <param name="processId">The process, which may send signals to itself.</param>
    /// <param name="channel">The socket that the listener goes out by.</param>
    /// <param name="asksToLook">Whether the guard looks at files for it too, whose folders its own user may not enter.</param>
    public static Step[] Of(int processId, int channel, bool asksToLook)
    {
        var steps = new Steps();
        steps.Add(LoadWord, Processor);
        steps.Add(JumpIfEqual, SystemCall.Processor, ifTrue: 1);
        steps.Add(Return, Fail | NotImplemented);
        steps.Add(LoadWord, Number);
        foreach (var call in SystemCall.Harmless)
        {
            steps.When(call, Allow);
        }

        foreach (var call in SystemCall.OnFiles)
        {
            steps.When(call, Ask);
        }

        var look = asksToLook ? Ask : Allow;
        foreach (var call in SystemCall.Looking)
        {
            steps.When(call, look);
        }

        foreach (var call in SystemCall.Pretended)
        {
            steps.When(call, Fail);
        }

        steps.WhenBit(SystemCall.StatAt, 3, ByDescriptor, look);
        steps.WhenBit(SystemCall.StatX, 2, ByDescriptor, look);
        steps.WhenBit(SystemCall.Clone, 0, IsThread, Fail | NotPermitted);
        steps.When(SystemCall.FileControl, 1, FileControls);
        steps.When(SystemCall.DeviceControl, 1, DeviceControls);
        steps.When(SystemCall.ProcessControl, 0, ProcessControls);
        steps.When(SystemCall.Kill, 0, [(uint)processId]);
        steps.When(SystemCall.KillThread, 0, [(uint)processId]);
        steps.WhenNull(SystemCall.Limits, 2);
        steps.When(SystemCall.SendMessage, 0, [(uint)channel]);
        steps.Add(Return, Fail | NotImplemented);
        return steps.All;
    }
}
