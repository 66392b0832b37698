using System.Runtime.InteropServices;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Locals, arguments and temporaries of one thread.</summary>
internal sealed class StackRoots(ClrRuntime runtime, RootList roots, SourceLines? lines)
{
    /// <summary>As the DAC walks the stack.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="name">The thread as a user reads it.</param>
    public void Read(ClrThread thread, string name)
    {
        var (frame, place, line) = ((ClrStackFrame?)null, RootName.OfLocal(null, thread.ManagedThreadId, name), (string?)null);
        foreach (var root in thread.EnumerateStackRoots())
        {
            roots.Tick();
            if (!ReferenceEquals(root.StackFrame, frame))
            {
                frame = root.StackFrame;
                var method = frame?.Method is { } known ? GeneratedName.FrameInSource(known.Type?.Name, known.Name ?? "?") : null;
                place = RootName.OfLocal(method, thread.ManagedThreadId, name);
                line = frame is null ? null : lines?.Of(frame);
            }

            roots.Add(HeapRootKind.Stack, root.Object.Address, place, root.Address, root.IsInterior, line);
        }
    }

    /// <summary>Every value in the registers and on the stack that looks like an object.</summary>
    /// <returns>How many there are.</returns>
    public int Scan(ClrThread thread, string name)
    {
        var (found, place) = (0, RootName.OfLocal(null, thread.ManagedThreadId, name));
        var stackPointer = thread.StackLimit;
        if (RegistersOf(thread) is { } registers)
        {
            stackPointer = registers.StackPointer;
            foreach (var value in registers.Values)
            {
                Try(value, slot: 0);
            }
        }

        // Outside Windows the runtime does not say where a stack begins: it ends the memory that it lies in.
        var end = thread.StackBase != 0 ? thread.StackBase : ulong.MaxValue;
        for (var slot = stackPointer & ~7UL; slot != 0 && slot < end; slot += 8)
        {
            if (!runtime.DataTarget.DataReader.ReadPointer(slot, out var value) || roots.Addresses.RangeOf(slot) >= 0)
            {
                break;
            }

            Try(value, slot);
        }

        return found;

        void Try(ulong value, ulong slot)
        {
            if (roots.Addresses.IndexOf(value) >= 0)
            {
                roots.Add(HeapRootKind.Stack, value, place, slot);
                found++;
            }
        }
    }

    /// <summary>The whole-number registers of a thread, out of what Windows calls its CONTEXT.</summary>
    private (ulong StackPointer, ulong[] Values)? RegistersOf(ClrThread thread)
    {
        var (flags, bytes, first, count, stackPointer) = runtime.DataTarget.DataReader.Architecture == Architecture.Arm64
            ? (0x400007u, 912, 0x08, 33, 31)      // X0 to Lr, Sp, Pc
            : (0x10000Fu, 1232, 0x78, 17, 4);     // Rax, Rcx, Rdx, Rbx, Rsp to R15, Rip
        var context = new byte[bytes];
        if (!runtime.DataTarget.DataReader.GetThreadContext(thread.OSThreadId, flags, context))
        {
            return null;
        }

        var values = MemoryMarshal.Cast<byte, ulong>(context.AsSpan(first))[..count].ToArray();
        return (values[stackPointer], values);
    }
}
