using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>Opens a file whose content only root or we could have put there: it and each folder above it, and each symbolic link on the way,
/// belong to root or to us, nobody else may write there, and the file system's word on who owns what can be relied on.</summary>
/// <remarks>Each step is opened from the one before and judged by its descriptor, so nothing can be exchanged in between.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class TrustedFile
{
    private const int NoWaiting = 0x800;   // O_NONBLOCK
    private const int MostLinks = 40, OthersMayWrite = 0b010_010, Sticky = 0x200;
    private const ulong IgnoresOwners = 2;   // ST_NOSUID: what whoever may mount something mounts has it, and its owners are as its maker wrote them
    private const uint Nobody = 65534;       // whom the kernel shows for owners that have no number here

    // Where the kernel, another machine or a program of some user says who owns what: proc, FUSE, NFS, SMB (two of them), 9P.
    private static readonly long[] Hearsay = [0x9FA0, 0x6573_5546, 0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x0102_1997];

    private readonly uint _user = FileCalls.User();
    private string? _reason;
    private int _links;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is said to be.</param>
    /// <param name="reason">Why not, as the end of a sentence; null where there simply is none, or where it was opened.</param>
    /// <returns>It, for reading; null where it is not such a file.</returns>
    public static SafeFileHandle? TryOpen(string path, out string? reason)
    {
        var way = new TrustedFile();
        var file = Path.IsPathRooted(path) ? way.Walk(path) : null;
        reason = file is null ? way._reason : null;
        return file;
    }

    private SafeFileHandle? Walk(string path)
    {
        var left = new Stack<string>(Parts(path));
        var (folder, seen) = (Root(), "/");
        try
        {
            if (folder is null || FileFacts.Of(folder) is not { } root || !IsOurs(folder, root, seen))
            {
                return null;
            }

            while (folder is not null && left.TryPop(out var name))
            {
                seen = Path.Combine(seen, name);
                using var step = StepCalls.Open(folder, name, FileCalls.PathOnly | FileCalls.NoLink);
                if (step is null || FileFacts.Of(step) is not { } facts || !IsOurs(step, facts, seen))
                {
                    return null;
                }

                if (facts.IsLink)
                {
                    if (++_links > MostLinks || StepCalls.TargetOf(step) is not { } target)
                    {
                        return null;
                    }

                    Array.ForEach(Parts(target), left.Push);
                    seen = Path.IsPathRooted(target) ? "/" : Path.GetDirectoryName(seen)!;
                    folder = Path.IsPathRooted(target) ? Exchanged(folder, Root()) : folder;
                }
                else if (left.Count > 0 && facts.IsFolder)
                {
                    folder = Exchanged(folder, Duplicate(step));
                }
                else
                {
                    return left.Count == 0 && facts.IsPlainFile && IsClosedToOthers(folder, seen) ? ForReading(folder, name, seen) : null;
                }
            }

            return null;
        }
        finally
        {
            folder?.Dispose();
        }
    }

    private static string[] Parts(string path) => [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse()];

    private static SafeFileHandle? Root() => StepCalls.Open("/", FileCalls.PathOnly);

    private static SafeFileHandle? Duplicate(SafeFileHandle folder) => StepCalls.Open(folder, ".", FileCalls.PathOnly);

    private static SafeFileHandle? Exchanged(SafeFileHandle? old, SafeFileHandle? next)
    {
        old?.Dispose();
        return next;
    }

    // By its name once more, and judged again: nothing is carried over.
    private SafeFileHandle? ForReading(SafeFileHandle folder, string name, string seen)
    {
        var file = StepCalls.Open(folder, name, FileCalls.NoLink | NoWaiting);
        if (file is not null && FileFacts.Of(file) is { IsPlainFile: true } facts && IsOurs(file, facts, seen))
        {
            return file;
        }

        file?.Dispose();
        return null;
    }

    private bool IsOurs(SafeFileHandle step, FileFacts facts, string path)
    {
        var isOwned = facts.Owner == 0 || (facts.Owner == _user && _user != Nobody);
        _reason = !isOwned ? $"'{path}' belongs to user {facts.Owner.ToString(CultureInfo.InvariantCulture)}"
            : !facts.IsLink && (facts.Mode & OthersMayWrite) != 0 && (!facts.IsFolder || (facts.Mode & Sticky) == 0) ? OpenToOthers(path)
            : StepCalls.FileSystemOf(step) is not { } system || (system.Flags & IgnoresOwners) != 0 || Hearsay.Contains(system.Kind)
                ? $"nobody answers for who owns what on the file system of '{path}'"
            : null;
        return _reason is null;
    }

    // In a folder such as /tmp nobody can exchange what is another's; but a file there may be a link to any file of root's.
    private bool IsClosedToOthers(SafeFileHandle folder, string path)
    {
        _reason = FileFacts.Of(folder) is { } facts && (facts.Mode & OthersMayWrite) == 0 ? null : OpenToOthers(Path.GetDirectoryName(path)!);
        return _reason is null;
    }

    private static string OpenToOthers(string path) => $"others may write to '{path}'";
}
