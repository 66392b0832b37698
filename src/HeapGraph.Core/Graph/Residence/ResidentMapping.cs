namespace HeapGraph.Core.Graph.Residence;

/// <summary>A mapping of a process, with what of it is in memory.</summary>
/// <param name="Range">Where it lies.</param>
/// <param name="Access">"rw-p": read, write, execute, private or shared.</param>
/// <param name="Offset">Where its first byte stands in the file behind it.</param>
/// <param name="IsAnonymous">Whether there is no file behind it.</param>
/// <param name="Path">The file, or a name in brackets such as [stack]; empty for anonymous memory.</param>
/// <param name="Resident">Bytes of it that are in memory (Rss).</param>
/// <param name="Proportional">The same where a page that n processes share counts as the nth part (Pss).</param>
/// <param name="PrivateDirty">Bytes that this process alone has, and has written to.</param>
/// <param name="Swapped">Bytes that are swapped out.</param>
/// <param name="HugePages">Bytes of <paramref name="Resident"/> that lie in transparent huge pages.</param>
/// <param name="Reserved">Bytes in huge pages of the administrator's pool (hugetlb), which the kernel does not count as resident.</param>
internal sealed record ResidentMapping(
    AddressRange Range, string Access, ulong Offset, bool IsAnonymous, string Path, long Resident, long Proportional, long PrivateDirty, long Swapped, long HugePages, long Reserved)
{
    /// <summary>Whether nothing can be read or written there.</summary>
    public bool IsUnreachable => Access.StartsWith("---", StringComparison.Ordinal);

    /// <summary>Whether code may run there.</summary>
    public bool IsExecutable => Access.Length > 2 && Access[2] == 'x';

    /// <summary>Whether it can be shared with other processes.</summary>
    public bool IsShared => Access.Length > 3 && Access[3] == 's';
}
