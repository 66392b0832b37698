using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>The threads of a core dump, and where their stacks are.</summary>
/// <remarks>Layouts of 64-bit Linux: elf_prstatus of linux/elfcore.h, with the general registers of asm/ptrace.h.</remarks>
internal static class ElfThreads
{
    private const uint Status = 1;
    private const int ThreadAt = 32, RegistersAt = 112, StackPointerOfX64 = 19, StackPointerOfArm64 = 31;

    /// <summary>Each thread, by the id that the process itself sees, with its stack pointer.</summary>
    /// <param name="notes">The notes of a core.</param>
    /// <param name="processor">What it was made on.</param>
    public static List<(int Thread, ulong StackPointer)> In(ReadOnlySpan<byte> notes, Architecture processor)
    {
        var at = RegistersAt + (processor == Architecture.Arm64 ? StackPointerOfArm64 : StackPointerOfX64) * sizeof(ulong);
        var threads = new List<(int, ulong)>();
        while (ElfNotes.TryTake(ref notes, "CORE\0"u8, out var type, out var value))
        {
            if (type == Status && value.Length >= at + sizeof(ulong))
            {
                threads.Add((MemoryMarshal.Read<int>(value[ThreadAt..]), MemoryMarshal.Read<ulong>(value[at..])));
            }
        }

        return threads;
    }
}
