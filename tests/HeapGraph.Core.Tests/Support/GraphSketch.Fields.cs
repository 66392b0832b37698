using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Tests.Support;

/// <summary>The labels of a sketch as fields of the types, and its named statics.</summary>
internal sealed partial class GraphSketch : IFieldReferences
{
    public IReadOnlyList<HeapField> Find(IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
    [
        .. _objects.SelectMany((from, index) => from.References.Where(reference => reference.Label is not null).Select(reference => FieldOf(index, reference.Label!))).Distinct(),
        .. _roots.Select(HeapField.OfStatic).OfType<HeapField>().Distinct(),
    ];

    public ReferenceCut In(IReadOnlySet<HeapField> fields, CancellationToken cancellation) => new(
        [.. _objects.SelectMany((from, index) => from.References.Where(reference => reference.Label is not null && fields.Contains(FieldOf(index, reference.Label)))
            .Select(reference => new FieldReference(index, reference.To)))],
        Graph.Roots.Where(root => HeapField.OfStatic(root) is { } field && fields.Contains(field)).ToHashSet());

    private HeapField FieldOf(int from, string label) => new(Graph.TypeOf(from), label, label, IsStatic: false);
}
