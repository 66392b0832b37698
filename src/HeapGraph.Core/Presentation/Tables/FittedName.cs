namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A name that may be shortened where a table has no room for it.</summary>
/// <param name="Full">The name.</param>
/// <param name="Short">The same without namespaces, where that is still one of a kind.</param>
internal sealed record FittedName(string Full, string Short)
{
    /// <inheritdoc/>
    public override string ToString() => Full;
}
