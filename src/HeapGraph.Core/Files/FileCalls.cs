using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>The system calls that hold on to files and folders by descriptor, so that nobody can put others in their place. 64-bit Linux
/// only.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class FileCalls
{
    public const int NotPermitted = 1, Exists = 17, TryAgain = 11, NotImplemented = 38;

    /// <summary>How a file is opened (fcntl.h).</summary>
    public const int ReadWrite = 2, Create = 0x40, Exclusive = 0x80, CloseOnExec = 0x80000, PathOnly = 0x200000;

    /// <summary>Symbolic links stay links: of a path's last part alone.</summary>
    public const int LinksStay = 0x100, LinksAreFollowed = 0x400, ItselfByDescriptor = 0x1000;

    public const int ItIsFolder = 0x200;

    /// <summary>A lock of one holder, and no waiting for it.</summary>
    public const int LockAlone = 2 | 4;

    private const int CurrentFolder = -100;
    private const uint AllBasic = 0x7FF;   // STATX_BASIC_STATS
    private const nint OpenWithin = 437;   // openat2, the same on each processor

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Opens folders only.</summary>
    public static int Folder { get; } = IsArm ? 0x4000 : 0x10000;

    /// <summary>Refuses a symbolic link.</summary>
    public static int NoLink { get; } = IsArm ? 0x8000 : 0x20000;

    /// <summary>Makes a file without a name in the folder that is opened.</summary>
    public static int Unnamed { get; } = 0x400000 | Folder;

    /// <summary>What the kernel tells of a file (struct statx).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct Facts
    {
        [FieldOffset(20)]
        public uint Owner;
        [FieldOffset(28)]
        public ushort Mode;
        [FieldOffset(32)]
        public ulong Inode;
        [FieldOffset(40)]
        public ulong Bytes;
        [FieldOffset(112)]
        public long Changed;
        [FieldOffset(136)]
        public uint DeviceMajor;
        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    /// <summary>How openat2 opens (struct open_how).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct How(ulong Flags, ulong Mode, ulong Resolve);

    public static int OpenPath(string path, int flags) => Open(CurrentFolder, path, flags, 0);

    /// <summary>Opens a path as one whose root folder is this one would see it.</summary>
    public static int OpenInside(SafeFileHandle root, string path, int flags)
    {
        const ulong WithoutMagicLinks = 2, AsRoot = 0x10;
        var how = new How((ulong)flags, 0, WithoutMagicLinks | AsRoot);
        return (int)Call(OpenWithin, root, path, &how, (nuint)sizeof(How));
    }

    public static int FactsOf(string path, bool followsLinks, Facts* facts) => FactsAt(CurrentFolder, path, followsLinks ? 0 : LinksStay, AllBasic, facts);

    public static int FactsOf(SafeFileHandle file, Facts* facts) => FactsAt(file, "", ItselfByDescriptor, AllBasic, facts);

    /// <summary>Gives an open file a name in a folder.</summary>
    public static int Link(string openFile, SafeFileHandle folder, string name) => LinkAt(CurrentFolder, openFile, folder, name, LinksAreFollowed);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(int folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(SafeFileHandle folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Call(nint number, SafeFileHandle folder, string path, How* how, nuint bytes);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FactsAt(int folder, string path, int flags, uint wanted, Facts* facts);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FactsAt(SafeFileHandle folder, string path, int flags, uint wanted, Facts* facts);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkAt(int from, string path, SafeFileHandle folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(SafeFileHandle fromFolder, string from, SafeFileHandle toFolder, string to);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Delete(SafeFileHandle folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolder(SafeFileHandle folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(SafeFileHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle file, int kind);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint User();
}
