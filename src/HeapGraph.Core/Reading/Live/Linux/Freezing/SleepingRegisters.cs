using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>What is known of the registers of a thread that sleeps in the kernel: where it left its program, and with what stack.</summary>
/// <remarks>Layouts: user_regs_struct and user_pt_regs of the kernel's asm/ptrace.h.</remarks>
internal static class SleepingRegisters
{
    private static readonly (int Bytes, int StackAt, int InstructionAt) Layout =
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? (272, 31 * 8, 32 * 8) : (216, 19 * 8, 16 * 8);

    /// <summary>The general registers as a core dump holds them; zeros where the kernel does not say.</summary>
    public static byte[] Of(int processId, int thread)
    {
        var registers = new byte[Layout.Bytes];
        try
        {
            // "0 0x3 0x7f… … 0x7ffd… 0x7f…": the call and its arguments, the stack pointer, the instruction pointer; or "running".
            if (File.ReadAllText(ProcPath.OfThread(processId, thread, "syscall")).Trim().Split(' ') is [.., var stack, var instruction])
            {
                BinaryPrimitives.WriteUInt64LittleEndian(registers.AsSpan(Layout.StackAt), Number(stack));
                BinaryPrimitives.WriteUInt64LittleEndian(registers.AsSpan(Layout.InstructionAt), Number(instruction));
            }
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            // It just woke up.
        }

        return registers;
    }

    private static ulong Number(string hex) => ulong.Parse(hex.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
