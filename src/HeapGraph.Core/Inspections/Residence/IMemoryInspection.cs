namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Looks for one thing that can fill a process.</summary>
internal interface IMemoryInspection
{
    /// <returns>Null where it does not stand out.</returns>
    MemoryVerdict? Of(InspectedMemory memory);
}
