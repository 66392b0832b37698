using HeapGraph.Core.Graph;
using HeapGraph.Core.Analysis.Residence;

namespace HeapGraph.Core.Inspections.Residence;

/// <summary>The memory of a process as verdicts ask about it.</summary>
internal sealed class InspectedMemory
{
    // A web application at rest has up to 30 MB of each of: objects, what the collector keeps, native memory.
    private const long Much = 48 << 20, VeryMuch = 256 << 20;

    /// <param name="read">What was read.</param>
    public InspectedMemory(ReadMemory read) => (Read, Parts) = (read, MemoryTable.Of(read));

    /// <summary>What was read.</summary>
    public ReadMemory Read { get; }

    /// <summary>The parts.</summary>
    public IReadOnlyList<MemoryPart> Parts { get; }

    /// <summary>Bytes of all parts.</summary>
    public long Total => Parts.Sum(part => part.ResidentBytes);

    /// <summary>"of 195.3 MB resident", "of the 195.3 MB in the dump".</summary>
    public string OfTotal => Read.IsResidence ? $"of {Total.AsByteSize} resident" : $"of the {Total.AsByteSize} in the dump";

    /// <summary>Bytes of the parts of some kinds.</summary>
    public long BytesOf(params MemoryKind[] kinds) => PartsOf(kinds).Sum(part => part.ResidentBytes);

    /// <summary>The parts of some kinds, the largest first.</summary>
    public IEnumerable<MemoryPart> PartsOf(params MemoryKind[] kinds) => Parts.Where(part => kinds.Contains(part.Kind)).OrderByDescending(part => part.ResidentBytes);

    /// <summary>Whether so many bytes are worth a verdict: a quarter of the process, and more than any program at rest has of a kind.</summary>
    public bool Matters(long bytes) => bytes >= Much && bytes * 4 >= Total;

    /// <summary>How grave it is when something that need not be takes so many bytes.</summary>
    public LeakSeverity SeverityOf(long bytes) => bytes >= VeryMuch && bytes * 2 >= Total ? LeakSeverity.High : Matters(bytes) ? LeakSeverity.Medium : LeakSeverity.Low;

    /// <summary>How many objects there are of the types with a name, also those that nothing keeps alive.</summary>
    public long CountOf(string typeName)
    {
        var count = 0L;
        for (var type = 0; type < Read.Alive.Types.Count; type++)
        {
            count += Read.Alive.Types[type].Name == typeName ? Read.ObjectsByType[type] : 0;
        }

        return count;
    }
}
