using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>The system calls that freeze, look at and copy another process, and those about its files. 64-bit Linux only.</summary>
internal static unsafe partial class LinuxCalls
{
    /// <summary>What a write to a file or socket needs, for <see cref="MayAccess"/>.</summary>
    public const int ForWriting = 2;

    /// <summary>What <see cref="Map"/> takes.</summary>
    public const int ReadOnly = 1, ReadWrite = 3, Shared = 1, AtThisPlace = 0x10, PrivateWithoutFile = 0x22, NoReserve = 0x4000;

    /// <summary>What <see cref="Advise"/> takes.</summary>
    public const int NotNeeded = 4, HugePages = 14, NoHugePages = 15, PopulateForWriting = 23, Collapse = 25;

    /// <summary>Size of a huge page.</summary>
    public const long HugePageBytes = 2 << 20;

    public const int NoSuchProcess = 3, NotPermitted = 1, NotValid = 22, AccessDenied = 13, NotImplemented = 38;

    /// <summary>A stretch of memory, as process_vm_readv takes it (struct iovec).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Stretch(ulong Address, ulong Bytes);

    /// <summary>What is said of a stopped or ended thread (siginfo_t).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct ThreadState
    {
        [FieldOffset(0)]
        public int Signal;
        [FieldOffset(8)]
        public int Code;
        [FieldOffset(16)]
        public int ThreadId;
    }

    /// <summary>What the PAGEMAP_SCAN ioctl takes (struct pm_scan_arg; Linux 6.7 and newer).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PageScan
    {
        public ulong Size, Flags, Start, End, WalkEnd, Regions, RegionCount, MaxPages, Inverted, AllOf, AnyOf, Returned;
    }

    /// <summary>Pages of the same kind (struct page_region).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PageRegion
    {
        public ulong Start, End, Categories;
    }

    /// <summary>What the PROCMAP_QUERY ioctl takes and tells (struct procmap_query; Linux 6.11 and newer).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MappingQuery
    {
        public ulong Size, Flags, Address, Start, End, Access, PageSize, Offset, Inode;
        public uint DeviceMajor, DeviceMinor, NameSize, BuildIdSize;
        public ulong Name, BuildId;
    }

    [LibraryImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    public static partial nint Trace(nint request, nint thread, nint address, nint data);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitFor(int idKind, int thread, ThreadState* state, int options);

    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    public static partial nint ReadMemory(int process, Stretch* local, nuint localCount, Stretch* remote, nuint remoteCount, nuint flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int ScanPages(SafeFileHandle pagemap, nuint request, PageScan* scan);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int QueryMapping(SafeFileHandle maps, nuint request, MappingQuery* query);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int SetLength(SafeFileHandle file, long bytes);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(SafeFileHandle file, int mode, long offset, long bytes);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nint address, nuint bytes, int advice);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, int command, int value);

    /// <summary>0 when this user may do that with the file.</summary>
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MayAccess(string path, int mode);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint ReadFile(SafeFileHandle file, byte* buffer, nuint bytes, long offset);
}
