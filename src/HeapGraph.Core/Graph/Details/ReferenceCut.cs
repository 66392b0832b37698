namespace HeapGraph.Core.Graph.Details;

/// <summary>References that are thought away.</summary>
/// <param name="References">Between objects, each as often as there are slots that hold it.</param>
/// <param name="Roots">From places outside the heap.</param>
internal sealed record ReferenceCut(IReadOnlyList<FieldReference> References, IReadOnlySet<HeapRoot> Roots)
{
    /// <summary>The slots of those roots that stand in an array of the runtime's, which is an object too.</summary>
    public IReadOnlyList<FieldReference> StorageSlots { get; init; } = [];

    /// <summary>Number of references; a static field is one.</summary>
    public long Count => References.Count + Roots.Count;

    /// <summary>All that goes between objects.</summary>
    public IEnumerable<FieldReference> BetweenObjects => References.Concat(StorageSlots);

    /// <summary>The objects at the far end, each once, ascending.</summary>
    public IEnumerable<int> Targets => References.Select(reference => reference.To).Concat(Roots.Select(root => root.ObjectIndex)).Distinct().Order();

    /// <summary>The same without the references of objects that do not count.</summary>
    public ReferenceCut Within(Func<int, bool> counts) => this with { References = [.. References.Where(reference => counts(reference.From))] };
}

/// <summary>One reference between two objects.</summary>
/// <param name="From">Number of the object that refers.</param>
/// <param name="To">Number of the object that it refers to.</param>
internal readonly record struct FieldReference(int From, int To);
