namespace HeapGraph.Core.Graph.Names;

/// <summary>The fields in which types keep that they were disposed of, as the metadata has them.</summary>
internal static class DisposedFlags
{
    /// <summary>The first that a type has counts.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "_disposed", "_isDisposed", "disposed", "isDisposed", "m_disposed", "m_isDisposed", "_Disposed", "disposedValue", "_disposedValue",
        "<IsDisposed>k__BackingField", "<Disposed>k__BackingField",
    ];

    /// <summary>Whether a name asks for them, though a type may have no field of that name.</summary>
    public static bool IsAskedBy(string name) => name is "Disposed" or "IsDisposed";
}
