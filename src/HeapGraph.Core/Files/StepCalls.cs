using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>The system calls that go a path step by step. 64-bit Linux only.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class StepCalls
{
    /// <summary>What fstatfs(2) tells (struct statfs).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct FileSystem
    {
        [FieldOffset(0)]
        public long Kind;
        [FieldOffset(80)]
        public ulong Flags;
    }

    /// <summary>Opens a path; null when that can't be done.</summary>
    public static SafeFileHandle? Open(string path, int flags) => Handle(FileCalls.OpenPath(path, flags | FileCalls.CloseOnExec));

    /// <summary>Opens what is in a folder; null when that can't be done.</summary>
    public static SafeFileHandle? Open(SafeFileHandle folder, string name, int flags) => Handle(FileCalls.Open(folder, name, flags | FileCalls.CloseOnExec, 0));

    /// <summary>What is known of the file system that an open file lies on; null when it is not told.</summary>
    public static FileSystem? FileSystemOf(SafeFileHandle file)
    {
        FileSystem facts;
        return LookAtFileSystem(file, &facts) == 0 ? facts : null;
    }

    /// <summary>Where a symbolic link leads that is open itself; null when that can't be told.</summary>
    public static string? TargetOf(SafeFileHandle link)
    {
        const int Longest = 4096;
        var target = stackalloc byte[Longest];
        return ReadLink(link, "", target, Longest) is > 0 and < Longest and var length ? Marshal.PtrToStringUTF8((nint)target, (int)length) : null;
    }

    private static SafeFileHandle? Handle(int number) => number < 0 ? null : new SafeFileHandle(number, ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    private static partial int LookAtFileSystem(SafeFileHandle file, FileSystem* facts);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(SafeFileHandle folder, string path, byte* target, nint bytes);
}
