using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace HeapGraph.Cli.Tests;

/// <summary>A seccomp filter on one thread and the processes that it starts, for the rest of their lives.</summary>
/// <remarks>Classic BPF over struct seccomp_data, whose first word is the call's number: seccomp(2).</remarks>
[SupportedOSPlatform("linux")]
internal static unsafe partial class CallFilter
{
    private const int NoNewPrivileges = 38, SetFilter = 22, ByFilter = 2;
    private const ushort LoadWord = 0x20, JumpIfEqual = 0x15, Return = 0x06;
    private const uint Fail = 0x0005_0000, Allow = 0x7FFF_0000;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    private static readonly Dictionary<string, uint> Numbers = new()
    {
        ["ptrace"] = IsArm ? 117u : 101u,
        ["process_vm_readv"] = IsArm ? 270u : 310u,
        ["openat2"] = 437u,
    };

    /// <summary>Has the kernel answer some calls of this thread with an error.</summary>
    public static void Install(string[] calls, int error)
    {
        Step[] steps =
        [
            new(LoadWord, 0, 0, 0),
            .. calls.Select((call, index) => new Step(JumpIfEqual, (byte)(calls.Length - index), 0, Numbers[call])),
            new(Return, 0, 0, Allow),
            new(Return, 0, 0, Fail | (uint)error),
        ];
        fixed (Step* first = steps)
        {
            var program = new FilterProgram((ushort)steps.Length, first);
            if (Option(NoNewPrivileges, 1, 0, 0, 0) != 0 || Option(SetFilter, ByFilter, (nint)(&program), 0, 0) != 0)
            {
                throw new Win32Exception();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Option(int option, nint first, nint second, nint third, nint fourth);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Step(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct FilterProgram(ushort count, Step* steps)
    {
        public readonly ushort Count = count;
        public readonly Step* Steps = steps;
    }
}
