using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>The system calls about files of another process.</summary>
internal static partial class LinuxCalls
{
    /// <summary>What a write to a file or socket needs, for <see cref="MayAccess"/>.</summary>
    public const int ForWriting = 2;

    /// <summary>0 when this user may do that with the file.</summary>
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MayAccess(string path, int mode);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint UserId();
}
