namespace HeapGraph.Core.Inspections.Residence;

/// <summary>How sentences about memory call parts of the heap.</summary>
internal static class GenerationNames
{
    /// <summary>"in gen0", "of large objects (LOH)".</summary>
    public static string Of(HeapGeneration? generation) => generation switch
    {
        HeapGeneration.Gen0 => "in gen0",
        HeapGeneration.Gen1 => "in gen1",
        HeapGeneration.Gen2 => "in gen2",
        HeapGeneration.Large => "of large objects (LOH)",
        HeapGeneration.Pinned => "of the pinned object heap",
        HeapGeneration.Frozen => "of frozen segments",
        _ => "of the young generations",
    };
}
