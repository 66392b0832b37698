using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>The mappings of a process, made anew only when they have changed: the kernel takes some 2 microseconds to word each, and as much time goes
/// into reading that.</summary>
/// <remarks>Whether they have, PROCMAP_QUERY tells (Linux 6.11), which words nothing; before, their text is compared.</remarks>
internal sealed unsafe class MappingList : IDisposable
{
    private const nuint QueryRequest = 0xC0686611;   // _IOWR('f', 17, struct procmap_query)
    private const ulong CoveringOrNext = 0x10;

    private readonly string _path;
    private readonly SafeFileHandle _maps;
    private string _text = "";
    private List<MemoryMapping> _mappings = [];

    /// <exception cref="IOException">The process has ended.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    public MappingList(int processId)
    {
        _path = ProcPath.Of(processId, "maps");
        _maps = File.OpenHandle(_path);
    }

    /// <summary>All of them as they are now, ascending.</summary>
    /// <exception cref="IOException">They can't be read.</exception>
    public IReadOnlyList<MemoryMapping> Now()
    {
        if (_mappings.Count == 0 || !AreAsTheyWere())
        {
            var text = File.ReadAllText(_path);
            if (text != _text)
            {
                (_text, _mappings) = (text, MemoryMapping.In(text));
            }
        }

        return _mappings;
    }

    public void Dispose() => _maps.Dispose();

    /// <returns>False also where the kernel can't be asked.</returns>
    private bool AreAsTheyWere()
    {
        var at = 0UL;
        foreach (var mapping in _mappings)
        {
            var query = new LinuxCalls.MappingQuery { Size = (ulong)sizeof(LinuxCalls.MappingQuery), Flags = CoveringOrNext, Address = at };
            if (mapping.IsKernels && mapping.Start > at && mapping.Start >= 1UL << 63)
            {
                continue;   // [vsyscall], which is no mapping of the process's
            }

            if (LinuxCalls.QueryMapping(_maps, QueryRequest, &query) != 0
                || (query.Start, query.End, query.Offset, query.Inode) != (mapping.Start, mapping.End, mapping.Offset, mapping.Inode)
                || query.Access != mapping.AccessBits)
            {
                return false;
            }

            at = mapping.End;
        }

        var behind = new LinuxCalls.MappingQuery { Size = (ulong)sizeof(LinuxCalls.MappingQuery), Flags = CoveringOrNext, Address = at };
        return LinuxCalls.QueryMapping(_maps, QueryRequest, &behind) != 0;
    }
}
