using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>The memory of a process that runs on, for ClrMD. Modules are the runtime's own only, which is all that the DAC asks for.</summary>
internal sealed unsafe class LiveMemory(int processId, IReadOnlyList<MemoryMapping> mappings) : IDataReader
{
    public string DisplayName => $"process {processId}";

    public bool IsThreadSafe => true;

    public OSPlatform TargetPlatform => OSPlatform.Linux;

    public Architecture Architecture => RuntimeInformation.ProcessArchitecture;

    public int ProcessId => processId;

    public int PointerSize => sizeof(ulong);

    public IEnumerable<ModuleInfo> EnumerateModules() =>
        from mapping in mappings
        where mapping.Offset == 0 && mapping.Path == RuntimePath
        let module = ModuleInfo.TryCreate(this, mapping.Start, mapping.Path, new DataTargetLimits())
        where module is not null
        select module;

    /// <summary>The library that the runtime is; in a single-file program it is part of the program itself.</summary>
    public string? RuntimePath => field ??= mappings.FirstOrDefault(mapping => Path.GetFileName(mapping.Path) == "libcoreclr.so")?.Path
        ?? new FileInfo(ProcPath.Of(processId, "exe")).LinkTarget;

    public bool GetThreadContext(uint threadID, uint contextFlags, Span<byte> context) => false;

    public void FlushCachedData()
    {
        // There is none.
    }

    public int Read(ulong address, Span<byte> buffer) => Read(processId, address, buffer);

    public bool Read<T>(ulong address, out T value)
        where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return Read(address, MemoryMarshal.AsBytes(new Span<T>(ref value))) == sizeof(T);
    }

    public T Read<T>(ulong address)
        where T : unmanaged => Read<T>(address, out var value) ? value : default;

    public bool ReadPointer(ulong address, out ulong value) => Read(address, out value);

    public ulong ReadPointer(ulong address) => Read<ulong>(address);

    /// <summary>Reads a running process's memory.</summary>
    /// <returns>How many bytes could be read; -1 when it may not be.</returns>
    public static int Read(int processId, ulong address, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var (local, remote) = (new LinuxCalls.Stretch((ulong)start, (ulong)buffer.Length), new LinuxCalls.Stretch(address, (ulong)buffer.Length));
            var read = (int)LinuxCalls.ReadMemory(processId, &local, 1, &remote, 1, 0);
            return read < 0 && Marshal.GetLastPInvokeError() is not (LinuxCalls.NotPermitted or LinuxCalls.AccessDenied or LinuxCalls.NotImplemented) ? 0 : read;
        }
    }
}
