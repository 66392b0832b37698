using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>The signal that a core dump was written for.</summary>
/// <remarks>Layouts of 64-bit Linux: elf_prstatus of linux/elfcore.h, siginfo_t. The current signal that NT_PRSTATUS has is no sign of a crash: createdump writes
/// SIGABRT there always. It adds NT_SIGINFO for the thread that has crashed alone, the kernel for the first.</remarks>
internal static class ElfSignal
{
    private const uint Status = 1, SignalInfo = 0x53494749;
    private const int ThreadAt = 32;

    // SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS: a debugger's cores have SIGSTOP, SIGTRAP or SIGINT there.
    private static readonly int[] Fatal = [4, 6, 7, 8, 11, 31];

    /// <summary>The fatal signal and the thread that it ended, as the process itself sees it.</summary>
    /// <param name="notes">The notes of a core.</param>
    /// <returns>Null where they tell of none.</returns>
    public static (int Signal, uint Thread)? FatalIn(ReadOnlySpan<byte> notes)
    {
        var thread = 0u;
        while (ElfNotes.TryTake(ref notes, "CORE\0"u8, out var type, out var value))
        {
            if (type == Status && value.Length >= ThreadAt + sizeof(uint))
            {
                thread = MemoryMarshal.Read<uint>(value[ThreadAt..]);
            }
            else if (type == SignalInfo && value.Length >= sizeof(int) && MemoryMarshal.Read<int>(value) is var signal && Fatal.Contains(signal))
            {
                return (signal, thread);
            }
        }

        return null;
    }
}
