using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>What a file is, whatever it is called.</summary>
/// <param name="Device">The file system that it is on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Owner">The user that it belongs to.</param>
/// <param name="Mode">Its kind, and who may do what with it (st_mode).</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Changed">When it was written to last; of a folder, when something was added or removed.</param>
internal readonly record struct FileFacts(ulong Device, ulong Inode, uint Owner, ushort Mode, long Bytes, DateTimeOffset Changed)
{
    private const int KindMask = 0xF000, SocketKind = 0xC000, LinkKind = 0xA000, PlainKind = 0x8000, FolderKind = 0x4000;

    public bool IsSocket => (Mode & KindMask) == SocketKind;

    public bool IsLink => (Mode & KindMask) == LinkKind;

    public bool IsPlainFile => (Mode & KindMask) == PlainKind;

    public bool IsFolder => (Mode & KindMask) == FolderKind;

    /// <summary>Whether it belongs to the user that we run as.</summary>
    public bool IsOurs => OperatingSystem.IsLinux() && Owner == FileCalls.User();

    /// <summary>What is at a path; null where that can't be told.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLinks">Whether a symbolic link stands for what it leads to.</param>
    public static unsafe FileFacts? Of(string path, bool followsLinks = true)
    {
        FileCalls.Facts facts;
        return OperatingSystem.IsLinux() && FileCalls.FactsOf(path, followsLinks, &facts) == 0 ? Of(facts) : null;
    }

    /// <summary>What is open; null where that can't be told.</summary>
    public static unsafe FileFacts? Of(SafeFileHandle open)
    {
        FileCalls.Facts facts;
        return OperatingSystem.IsLinux() && FileCalls.FactsOf(open, &facts) == 0 ? Of(facts) : null;
    }

    /// <summary>Whether two paths lead to one file, by whatever links.</summary>
    public static bool AreOne(string first, string second)
    {
        if (Of(first) is { } one && Of(second) is { } other)
        {
            return (one.Device, one.Inode) == (other.Device, other.Inode);
        }

        return EndOf(first) == EndOf(second);
    }

    // A file system may tell of a time past the year 9999.
    [SupportedOSPlatform("linux")]
    private static FileFacts Of(FileCalls.Facts facts) => new(
        (ulong)facts.DeviceMajor << 32 | facts.DeviceMinor, facts.Inode, facts.Owner, facts.Mode, (long)facts.Bytes,
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(facts.Changed, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds())));

    private static string EndOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return Path.GetFullPath(path);
        }
    }
}
