using System.Globalization;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>A line of /proc/PID/maps.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">Address after the last.</param>
/// <param name="Access">"rw-p": read, write, execute, private or shared.</param>
/// <param name="Offset">Where the first byte stands in the file behind it.</param>
/// <param name="Inode">The file's number on its device; 0 for anonymous memory.</param>
/// <param name="Path">The file, or a name in brackets such as [stack]; empty for anonymous memory.</param>
internal sealed record MemoryMapping(ulong Start, ulong End, string Access, ulong Offset, ulong Inode, string Path)
{
    public ulong Bytes => End - Start;

    public bool IsPrivate => Access[3] == 'p';

    public bool IsAnonymous => Inode == 0;

    public bool IsReachable => Access[..3] != "---";

    /// <summary>The runtime's own code and loader heaps when no memory may be writable and executable at once: two
    /// mappings of one memory file (DOTNET_EnableWriteXorExecute).</summary>
    public bool IsRuntimeCode => Path.Contains("doublemapper", StringComparison.Ordinal);

    /// <summary>Memory without a file that is shared: there the runtime keeps assemblies that a program loads from a stream or from bytes.</summary>
    public bool IsSharedMemory => Access[3] == 's' && Path == "/dev/zero (deleted)";

    /// <summary>Memory of the kernel's, which is the same everywhere and can't be read.</summary>
    public bool IsKernels => Path is "[vvar]" or "[vvar_vclock]" or "[vsyscall]";

    /// <summary>The flags of a program header: 1 execute, 2 write, 4 read.</summary>
    public uint HeaderFlags => (Access[0] == 'r' ? 4u : 0) | (Access[1] == 'w' ? 2u : 0) | (Access[2] == 'x' ? 1u : 0);

    /// <summary>The same as PROCMAP_QUERY says it: 1 read, 2 write, 4 execute, 8 shared.</summary>
    public ulong AccessBits => (Access[0] == 'r' ? 1u : 0) | (Access[1] == 'w' ? 2u : 0) | (Access[2] == 'x' ? 4u : 0) | (Access[3] == 's' ? 8u : 0);

    /// <summary>All mappings of a process, ascending.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static List<MemoryMapping> Of(int processId) => In(File.ReadAllText(ProcPath.Of(processId, "maps")));

    /// <summary>All mappings that the text of /proc/PID/maps names, ascending.</summary>
    public static List<MemoryMapping> In(string text)
    {
        var mappings = new List<MemoryMapping>();
        for (int at = 0, next; at < text.Length; at = next)
        {
            next = text.IndexOf('\n', at) is var found and >= 0 ? found + 1 : text.Length;
            var line = text[at..next].TrimEnd('\n');

            // 7f12a000-7f12b000 r--p 00001000 fe:00 1234      /usr/lib/libc.so.6
            var dash = line.IndexOf('-', StringComparison.Ordinal);
            var access = line.IndexOf(' ', dash) + 1;
            var device = line.IndexOf(' ', access + 5) + 1;
            var inode = line.IndexOf(' ', device) + 1;
            var inodeEnd = line.IndexOf(' ', inode);
            mappings.Add(new MemoryMapping(
                Hex(line.AsSpan(0, dash)),
                Hex(line.AsSpan(dash + 1, access - dash - 2)),
                line.Substring(access, 4),
                Hex(line.AsSpan(access + 5, device - access - 6)),
                ulong.Parse(inodeEnd < 0 ? line.AsSpan(inode) : line.AsSpan(inode, inodeEnd - inode), CultureInfo.InvariantCulture),
                inodeEnd < 0 ? "" : line[inodeEnd..].TrimStart()));
        }

        return mappings;
    }

    /// <summary>Mappings without a file that follow one another without a gap, as one stretch each, ascending: what was reserved at once lies in one.</summary>
    public static List<(ulong Start, ulong End)> ChainsIn(IReadOnlyList<MemoryMapping> mappings)
    {
        var chains = new List<(ulong Start, ulong End)>();
        foreach (var mapping in mappings.Where(mapping => mapping.IsAnonymous))
        {
            if (chains.Count > 0 && chains[^1].End == mapping.Start)
            {
                chains[^1] = (chains[^1].Start, mapping.End);
            }
            else
            {
                chains.Add((mapping.Start, mapping.End));
            }
        }

        return chains;
    }

    private static ulong Hex(ReadOnlySpan<char> digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
