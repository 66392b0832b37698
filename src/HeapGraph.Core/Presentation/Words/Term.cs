namespace HeapGraph.Core.Presentation.Words;

/// <summary>What sentences of results name, and what each kind of reader knows by another name.</summary>
internal enum Term
{
    /// <summary>No limit on the rows that are shown.</summary>
    NoLimit,

    /// <summary>The most elements of an array to show.</summary>
    MaxElements,

    /// <summary>The most steps from an object.</summary>
    MaxDepth,

    /// <summary>The most neighbours of an object.</summary>
    TooMany,

    /// <summary>The most boxes of a picture.</summary>
    MaxNodes,

    /// <summary>Types that are left out.</summary>
    Exclude,

    /// <summary>What alone is shown.</summary>
    Filter,

    /// <summary>Objects that are left out.</summary>
    Ignore,

    /// <summary>Where chains begin.</summary>
    From,

    /// <summary>The question for several chains to an object.</summary>
    SeveralChains,

    /// <summary>The question for all independent ways to objects.</summary>
    AllWays,

    /// <summary>What tells what of a process was resident.</summary>
    WithResidence,

    /// <summary>The question for a flame graph as a picture.</summary>
    FlamegraphPicture,
}
