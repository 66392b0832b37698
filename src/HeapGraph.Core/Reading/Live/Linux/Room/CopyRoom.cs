using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>Room for the copy of a process, mapped whole for writing. Gone when nobody holds it any more, however we end.</summary>
/// <remarks>Memory comes in huge pages, whatever it takes to get them (seconds in a virtual machine that has handed free memory back to its host):
/// the process still runs then, and stands still for a fifth of the time or less.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe class CopyRoom : HeldDump
{
    private const uint CloseOnExec = 1;

    private const long HugePageBytes = LinuxCalls.HugePageBytes;   // which the first byte is aligned to in memory

    private static readonly long PageBytes = (long)OwnPages.PageBytes;

    private readonly SafeFileHandle? _file;
    private readonly nint _mapped;
    private byte* _pointer;
    private long _length;
    private long _refused;

    private CopyRoom(string name, long bytes, SafeFileHandle? file)
        : base(name)
    {
        (Bytes, _length, _file) = (bytes, bytes, file);
        if (file is not null && LinuxCalls.SetLength(file, bytes) != 0)
        {
            throw Failure("The copy of the process can't be made room for");
        }

        _mapped = file is null
            ? LinuxCalls.Map(0, MappedBytes, LinuxCalls.ReadWrite, LinuxCalls.PrivateWithoutFile | LinuxCalls.NoReserve, -1, 0)
            : LinuxCalls.Map(0, MappedBytes, LinuxCalls.ReadWrite, LinuxCalls.Shared, (int)file.DangerousGetHandle(), 0);
        _pointer = _mapped == -1
            ? throw (file is null ? Failure("No memory") : new HeapReadException($"The copy of the process can't be mapped: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.", "Raise the limit on address space: ulimit -v unlimited"))
            : file is null ? (byte*)((_mapped + HugePageBytes - 1) & (nint)(-HugePageBytes)) : (byte*)_mapped;   // a file's first byte is the mapping's
        _ = LinuxCalls.Advise(_mapped, MappedBytes, LinuxCalls.NoHugePages);   // most of it stays empty
    }

    /// <inheritdoc/>
    public override byte* Pointer => _pointer;

    /// <summary>What fits.</summary>
    public long Bytes { get; }

    /// <summary>Of what was made ready, the bytes that should be in huge pages and are not.</summary>
    public long BytesWithoutHugePages => Volatile.Read(ref _refused);

    protected override long Length => _length;

    private nuint MappedBytes => (nuint)(Bytes + HugePageBytes);

    /// <summary>Room in memory.</summary>
    /// <param name="name">What messages call the copy.</param>
    /// <param name="bytes">What fits; it takes memory only for what is written.</param>
    public static CopyRoom InMemory(string name, long bytes)
    {
        try
        {
            return new CopyRoom(name, bytes, null);
        }
        catch (IOException)
        {
            // Where memory must not be promised that isn't there (vm.overcommit_memory = 2), a memory file counts by what is written.
            var number = LinuxCalls.CreateMemoryFile("heapgraph", CloseOnExec);
            return Of(name, number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failure("No memory file can be made"), bytes);
        }
    }

    /// <summary>Has the kernel make a stretch ready, so that nothing waits for it later. For any number of threads at once.</summary>
    public void MakeReady(long start, long end)
    {
        var (first, last) = ((start + HugePageBytes - 1) & -HugePageBytes, end & -HugePageBytes);
        var mayBeHuge = first < last;
        var isHuge = mayBeHuge && _file is null && LinuxCalls.Advise((nint)(Pointer + first), (nuint)(last - first), LinuxCalls.HugePages) == 0;
        if (LinuxCalls.Advise((nint)(Pointer + start), (nuint)(end - start), LinuxCalls.PopulateForWriting) != 0)
        {
            // Before Linux 5.14.
            for (var page = start; page < end; page += Environment.SystemPageSize)
            {
                Pointer[page] = 0;
            }
        }

        // Those that were not to be had at once the kernel makes of small ones, which it may have to move for it. Does nothing where they are huge.
        if (mayBeHuge && (_file is not null || (LinuxCalls.Advise((nint)(Pointer + first), (nuint)(last - first), LinuxCalls.Collapse) != 0
            && !(isHuge && Marshal.GetLastPInvokeError() == LinuxCalls.NotValid))))   // before Linux 6.1
        {
            Interlocked.Add(ref _refused, last - first);
        }
    }

    /// <summary>Gives memory back that is not needed any more; what it held reads as zeros.</summary>
    public void Forget(long start, long end)
    {
        if (_file is null)
        {
            _ = LinuxCalls.Advise((nint)(Pointer + start), (nuint)(end - start), LinuxCalls.NotNeeded);
        }
    }

    /// <summary>Moves what is in memory to a file without a name, so that no more than some of it stays. Its addresses remain.</summary>
    /// <param name="folder">Where the file is made; nothing is moved when it has no room or lies in memory itself.</param>
    /// <param name="places">Where something was written to, ascending.</param>
    /// <param name="most">How many bytes may stay.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Spill(string folder, IEnumerable<(long Start, long End)> places, long most, CancellationToken cancellation)
    {
        var moved = new List<(long Start, long End)>();
        foreach (var (start, end) in places)
        {
            var stays = Math.Min(end - start, most) & -PageBytes;
            most -= stays;
            if (start + stays < end)
            {
                moved.Add((start + stays, end));
            }
        }

        if (_file is not null || moved.Count == 0 || SpillPlace.IsInMemory(folder) || new DriveInfo(folder).AvailableFreeSpace < moved.Sum(place => place.End - place.Start))
        {
            return;
        }

        using var file = new UnnamedFile(folder, Bytes);
        file.Write(Pointer, moved, Forget, cancellation);
        MapOver(file, moved);
    }

    /// <summary>Has a file hold stretches from now on, which were written to the same places in it.</summary>
    public void MapOver(UnnamedFile file, IEnumerable<(long Start, long End)> places)
    {
        foreach (var (start, end) in places)
        {
            if (LinuxCalls.Map(
                (nint)(Pointer + start),
                (nuint)(end - start),
                LinuxCalls.ReadOnly,
                LinuxCalls.Shared | LinuxCalls.AtThisPlace,
                (int)file.Content.DangerousGetHandle(),
                (nint)start) == -1)
            {
                throw Failure("The copy of the process can't be mapped");
            }
        }
    }

    /// <summary>Writes so that a full disk is an exception.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (_file is null)
        {
            bytes.CopyTo(new Span<byte>(Pointer + offset, bytes.Length));
        }
        else
        {
            RandomAccess.Write(_file, bytes, offset);
        }
    }

    /// <summary>Ends the copy after its last byte.</summary>
    public void CutTo(long bytes)
    {
        _length = bytes;
        if (_file is not null && LinuxCalls.SetLength(_file, bytes) != 0)
        {
            throw Failure("The copy of the process can't be ended");
        }
    }

    protected override void Free()
    {
        // On all cores: handing back gigabytes of small pages takes one a third of a second.
        const int Step = 64 << 20;
        Parallel.For(0, (Bytes + Step - 1) / Step, step => Forget(step * Step, Math.Min(Bytes, (step + 1) * Step)));
        _ = LinuxCalls.Unmap(_mapped, MappedBytes);
        _pointer = null;
        _file?.Dispose();
    }

    private static CopyRoom Of(string name, SafeFileHandle file, long bytes)
    {
        try
        {
            return new CopyRoom(name, bytes, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static IOException Failure(string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
}
