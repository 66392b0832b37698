namespace HeapGraph;

/// <summary>Which way references are followed.</summary>
public enum ReferenceDirection
{
    /// <summary>From an object to what refers to it.</summary>
    Referrers,

    /// <summary>From an object to what it refers to.</summary>
    References,
}
