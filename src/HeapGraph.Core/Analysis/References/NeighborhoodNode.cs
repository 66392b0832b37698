namespace HeapGraph;

/// <summary>One box of the picture: an <see cref="ObjectNode"/>, a <see cref="RootNode"/>, or a <see cref="MoreNode"/> for what is not shown each.</summary>
public abstract record NeighborhoodNode
{
    private protected NeighborhoodNode(int id, int depth) => (Id, Depth) = (id, depth);

    /// <summary>Its index in the list of nodes.</summary>
    public int Id { get; init; }

    /// <summary>Steps from the nearest target.</summary>
    public int Depth { get; init; }

    /// <summary>The size of the object, or of all hidden ones; 0 for a root.</summary>
    public long Bytes { get; init; }

    /// <summary>The type of what it stands for, where that is an object, or several of one type.</summary>
    internal virtual HeapType? TypeIfAny => null;

    /// <summary>The root that it stands for, or the first of several.</summary>
    internal virtual HeapRoot? RootIfAny => null;

    /// <summary>The value of the object, or of all objects, that it stands for.</summary>
    internal virtual string? ValueIfAny => null;
}

/// <summary>An object.</summary>
/// <param name="Id">Its index in the list of nodes.</param>
/// <param name="Depth">Steps from the nearest target.</param>
/// <param name="Role">Why it is in the picture.</param>
/// <param name="ObjectIndex">The object's number.</param>
/// <param name="Type">Its type.</param>
/// <param name="Address">Its address.</param>
public sealed record ObjectNode(int Id, int Depth, ObjectRole Role, int ObjectIndex, HeapType Type, ulong Address) : NeighborhoodNode(Id, Depth)
{
    /// <summary>What a collection would free if this object went; null when nobody asked, or it is not reachable.</summary>
    public long? RetainedBytes { get; init; }

    /// <summary>The same as a share of all reachable bytes, 0 to 1; null with it.</summary>
    public double? RetainedShare { get; init; }

    /// <summary>The object's generation; null when nobody asked, or it is not known.</summary>
    public HeapGeneration? Generation { get; init; }

    /// <summary>The object's value in a few words, where it has one.</summary>
    public string? Value { get; init; }

    /// <summary>What else the user wants to be told of the object; null for nothing.</summary>
    public string? ExtraInfo { get; init; }

    /// <summary>Attributes that the user gives its box in Graphviz's language; null for none.</summary>
    public IReadOnlyDictionary<string, string>? ExtraAttributes { get; init; }

    /// <summary>Number of referrers of the object, roots included: of all that may be shown, not only of those that are.</summary>
    public int ReferrerCount { get; init; }

    /// <summary>True when the user asked for this object to stand out (<c>--highlight</c>).</summary>
    public bool IsHighlighted { get; init; }

    internal override HeapType? TypeIfAny => Type;

    internal override string? ValueIfAny => Value;
}

/// <summary>Why an object is in the picture.</summary>
public enum ObjectRole
{
    /// <summary>It was chosen.</summary>
    Target,

    /// <summary>It lies around a chosen one.</summary>
    Neighbor,

    /// <summary>A chain begins at it.</summary>
    Start,
}

/// <summary>A GC root.</summary>
/// <param name="Id">Its index in the list of nodes.</param>
/// <param name="Depth">Steps from the nearest target.</param>
/// <param name="Root">Which one.</param>
public sealed record RootNode(int Id, int Depth, HeapRoot Root) : NeighborhoodNode(Id, Depth)
{
    internal override HeapRoot? RootIfAny => Root;
}

/// <summary>Several things in one box: <see cref="MoreObjects"/> of one type, <see cref="MoreRoots"/> of one kind, <see cref="MoreNeighbors"/>
/// of any kind, or <see cref="MoreSteps"/> of a chain.</summary>
public abstract record MoreNode : NeighborhoodNode
{
    private protected MoreNode(int id, int depth, int hiddenCount)
        : base(id, depth) => HiddenCount = hiddenCount;

    /// <summary>How many it stands for.</summary>
    public int HiddenCount { get; init; }
}

/// <summary>Objects of one type.</summary>
/// <param name="Id">Its index in the list of nodes.</param>
/// <param name="Depth">Steps from the nearest target.</param>
/// <param name="HiddenCount">How many.</param>
/// <param name="Type">Their type.</param>
public sealed record MoreObjects(int Id, int Depth, int HiddenCount, HeapType Type) : MoreNode(Id, Depth, HiddenCount)
{
    /// <summary>The value that they all have, in a few words; null when there is none, or nobody looked.</summary>
    public string? Value { get; init; }

    /// <summary>True when the user asked for their type to stand out (<c>--highlight</c>).</summary>
    public bool IsHighlighted { get; init; }

    internal override HeapType? TypeIfAny => Type;

    internal override string? ValueIfAny => Value;
}

/// <summary>Roots of one kind.</summary>
/// <param name="Id">Its index in the list of nodes.</param>
/// <param name="Depth">Steps from the nearest target.</param>
/// <param name="HiddenCount">How many.</param>
/// <param name="First">One of them.</param>
public sealed record MoreRoots(int Id, int Depth, int HiddenCount, HeapRoot First) : MoreNode(Id, Depth, HiddenCount)
{
    internal override HeapRoot? RootIfAny => First;
}

/// <summary>Objects of several types, and roots.</summary>
/// <param name="Id">Its index in the list of nodes.</param>
/// <param name="Depth">Steps from the nearest target.</param>
/// <param name="HiddenCount">How many.</param>
public sealed record MoreNeighbors(int Id, int Depth, int HiddenCount) : MoreNode(Id, Depth, HiddenCount);

/// <summary>Objects in the middle of a chain.</summary>
/// <param name="Id">Its index in the list of nodes.</param>
/// <param name="Depth">Steps from the nearest target.</param>
/// <param name="HiddenCount">How many.</param>
public sealed record MoreSteps(int Id, int Depth, int HiddenCount) : MoreNode(Id, Depth, HiddenCount);
