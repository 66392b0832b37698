namespace HeapGraph.Core.Graph;

/// <summary>Which parts of a graph an analysis needs; what it does not need is neither read nor built.</summary>
[Flags]
internal enum GraphParts
{
    /// <summary>Objects with type, address and size. Always there.</summary>
    Objects = 0,

    /// <summary>GC roots.</summary>
    Roots = 1,

    /// <summary>What each object refers to.</summary>
    References = 2,

    /// <summary>What refers to each object (implies <see cref="References"/>).</summary>
    Referrers = 4 | References,

    /// <summary>What the question "is it reachable?" needs.</summary>
    Reachability = Roots | References,

    /// <summary>In which slot of its object each reference stands (implies <see cref="References"/>).</summary>
    Slots = 8 | References,

    /// <summary>What of the process is in memory, where the target is alive: dumps tell it or not.</summary>
    Residence = 16,

    /// <summary>Which objects the roots keep alive, known without what refers to what (implies <see cref="Roots"/>).</summary>
    Marks = 32 | Roots,

    /// <summary>Everything but slots.</summary>
    All = Roots | Referrers,
}
