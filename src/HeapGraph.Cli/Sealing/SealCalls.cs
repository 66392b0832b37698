using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Cli.Sealing;

/// <summary>The system calls by which a process gives up its rights, and its guard answers for it. 64-bit Linux only.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class SealCalls
{
    public const int NotPermitted = 1, Missing = 2, AccessDenied = 13, Exists = 17, NotValid = 22, NotImplemented = 38;

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram
    {
        public ushort Count;
        public SealFilter.Step* Steps;
    }

    /// <summary>What a filtered process asks (struct seccomp_notif).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Question
    {
        public ulong Id;
        public uint ProcessId, Flags;
        public int Call;
        public uint Processor;
        public ulong Instruction;
        public fixed ulong Arguments[6];
    }

    /// <summary>What it is answered (struct seccomp_notif_resp).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public record struct Answer(ulong Id, long Value, int Error, uint Flags);

    /// <summary>An open file that it is given (struct seccomp_notif_addfd).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public record struct Gift(ulong Id, uint Flags, uint File, uint As, uint FileFlags);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public record struct Waiting(int File, short Wanted, short Seen);

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public void* Address;
        public uint AddressBytes;
        public Stretch* Parts;
        public nuint PartCount;
        public void* Extra;
        public nuint ExtraBytes;
        public int Flags;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public record struct Stretch(nint Start, nuint Bytes);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessOption(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Call(nint number, nint first, nint second, void* third);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint LookAt(nint number, nint folder, string path, void* buffer, nint fourth, nint fifth);

    [LibraryImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    public static partial int SetGroups(nuint count, uint* groups);

    [LibraryImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    public static partial int SetGroup(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    public static partial int SetUser(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint User();

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    public static partial int SocketPair(int family, int kind, int protocol, int* both);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int ControlFile(int file, int command, int value);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint Send(int socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint Receive(int socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Wait(Waiting* files, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(int from, string path, int to, string name, int flags);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Delete(string path);
}
