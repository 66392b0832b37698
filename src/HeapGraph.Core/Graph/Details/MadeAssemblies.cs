namespace HeapGraph.Core.Graph.Details;

/// <summary>Assemblies without a file that stay as long as the process: made by <c>AssemblyBuilder</c>, or loaded from bytes.</summary>
/// <param name="Count">How many.</param>
/// <param name="Names">Of some of them, at even distances, what tells them apart: the first type that was made in one, or the name of one that was loaded.</param>
internal sealed record MadeAssemblies(int Count, IReadOnlyList<string> Names)
{
    /// <summary>None.</summary>
    public static MadeAssemblies None { get; } = new(0, []);
}
