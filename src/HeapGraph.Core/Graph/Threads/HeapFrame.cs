namespace HeapGraph;

/// <summary>One method on a stack.</summary>
/// <param name="Method">With its type's full name, as the source has it: <c>Shop.Cart.AddAsync</c>, <c>lambda in Shop.Cart.Watch</c>;
/// <c>&lt;unknown&gt;</c> where the dump does not hold which it is.</param>
/// <param name="SourceLine">Where it stands, <c>Cart.cs:42</c>; null where no symbols tell.</param>
public readonly record struct HeapFrame(string Method, string? SourceLine)
{
    internal const string Unknown = "<unknown>";
}
