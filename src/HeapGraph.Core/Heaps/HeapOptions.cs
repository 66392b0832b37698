namespace HeapGraph;

/// <summary>How a <see cref="Heap"/> is read.</summary>
public sealed record HeapOptions
{
    /// <summary>The runtime's DAC (<c>libmscordaccore.so</c>), or its folder; null to look for the one that fits beside the
    /// runtime, in an installed .NET and in the NuGet cache.</summary>
    public string? DacPath { get; init; }

    /// <summary>True for the plain fields (<c>_entries</c>, <c>[17].value</c>) instead of what a person would write:
    /// keys (<c>["order-17"]</c>), the methods of delegates, captured variables.</summary>
    public bool PlainNames { get; init; }

    /// <summary>True to show no values of strings, numbers and the like, nor of keys: for results that leave the house.</summary>
    public bool HidesValues { get; init; }

    /// <summary>True to take every value on a stack that is an object's address for a root, instead of having the DAC walk
    /// the stacks: for dumps on which that walk crashes or hangs.</summary>
    public bool ScansStacks { get; init; }

    /// <summary>Told now and then how far the reading is, from several threads; null for nobody.</summary>
    public IProgress<HeapReadProgress>? Progress { get; init; }

    /// <summary>Ends whatever the heap reads or searches with <see cref="OperationCanceledException"/>; results that are there
    /// stay usable.</summary>
    public CancellationToken Cancellation { get; init; }
}
