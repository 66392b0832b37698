namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Objects that something keeps alive: a leak or not, what they are is seen in the heap.</summary>
internal sealed class ObjectsInUse : IMemoryInspection
{
    /// <summary>What the verdict is called.</summary>
    public const string Name = "objects";

    private const int Shown = 3;

    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var bytes = memory.BytesOf(MemoryKind.Objects, MemoryKind.FrozenObjects);
        if (!memory.Matters(bytes))
        {
            return null;
        }

        var alive = memory.Read.Alive;
        var largest = Enumerable.Range(0, alive.Types.Count).OrderByDescending(type => alive.BytesByType[type]).Take(Shown).Where(type => alive.BytesByType[type] > 0)
            .Select(type => $"{alive.BytesByType[type].AsByteSize} {alive.Types[type].ShortName}");
        return new MemoryVerdict(LeakSeverity.Low, Name, $"The program holds it: {bytes.AsByteSize} {memory.OfTotal} are objects in use.", bytes)
        {
            Evidence = [$"The most by type: {string.Join(", ", largest)}.", $"{alive.ObjectsByType.Sum():N0} objects are kept alive by GC roots."],
            Next = new NextCommand.Suspects(),
        };
    }
}
