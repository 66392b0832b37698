using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Analysis.WhatIf;

/// <summary>A heap to be asked as if some fields held nothing.</summary>
internal static class CutHeap
{
    /// <summary>Cuts all references of some fields. What was cut stands among the warnings of the coverage.</summary>
    /// <remarks>A look at each object of the types that have the fields, and a copy of all references: 4 bytes per reference and
    /// per object, in each direction, beside the old ones until these go.</remarks>
    /// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/> and <see cref="HeapSnapshot.Fields"/>. It must stay
    /// open as long as the result is used.</param>
    /// <param name="chosen">The fields that each name means; a reference that several mean goes once.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static HeapSnapshot Of(
        HeapSnapshot snapshot, IReadOnlyList<(string Name, IReadOnlySet<HeapField> Fields)> chosen, CancellationToken cancellation = default)
    {
        var fields = snapshot.Fields ?? throw new ArgumentException("The snapshot does not tell fields.", nameof(snapshot));
        var gone = chosen.SelectMany(name => name.Fields).ToHashSet();
        var cut = fields.In(gone, cancellation);
        var coverage = snapshot.Graph.Coverage with
        {
            Warnings = [.. snapshot.Graph.Coverage.Warnings, .. chosen.Select(name => Told(name.Name, chosen.Count == 1 ? cut.Count : fields.In(name.Fields, cancellation).Count))],
        };
        return snapshot with
        {
            Graph = snapshot.Graph.Without(cut, coverage),
            Details = DetailsWithout(snapshot, gone),
            Fields = new FieldsLeft(fields, gone),
        };
    }

    /// <summary>Names without those of the references in some fields.</summary>
    public static IObjectDetails DetailsWithout(HeapSnapshot snapshot, HashSet<HeapField> gone) => new CutDetails(snapshot, snapshot.Details, gone);

    private static string Told(string name, long references) =>
        $"Ignored as asked: {references:N0} {(references == 1 ? "reference" : "references")} of {name}.";

    /// <summary>The same fields; those that were cut hold nothing.</summary>
    private sealed class FieldsLeft(IFieldReferences fields, HashSet<HeapField> gone) : IFieldReferences
    {
        public IReadOnlyList<HeapField> Find(IProgress<HeapReadProgress>? progress, CancellationToken cancellation) => fields.Find(progress, cancellation);

        public ReferenceCut In(IReadOnlySet<HeapField> some, CancellationToken cancellation) => fields.In(some.Except(gone).ToHashSet(), cancellation);
    }

    /// <summary>Names without those of the references that were cut.</summary>
    private sealed class CutDetails(HeapSnapshot snapshot, IObjectDetails details, HashSet<HeapField> gone) : DetailsAround(details)
    {
        private readonly HashSet<HeapType> _types = [.. gone.Select(field => field.Type)];
        private readonly HashSet<(HeapType, string)> _fields = [.. gone.SelectMany(field => ((HeapType, string)[])[(field.Type, field.Name), (field.Type, field.PlainName)])];

        public override IReadOnlyList<SlotLabel> LabelsOf(int from, int to) => Left(from, to, base.LabelsOf(from, to));

        public override IReadOnlyList<SlotLabel> PlainLabelsOf(int from, int to) => Left(from, to, base.PlainLabelsOf(from, to));

        private IReadOnlyList<SlotLabel> Left(int from, int to, IReadOnlyList<SlotLabel> labels)
        {
            var type = snapshot.Graph.TypeOf(from);
            if (!_types.Contains(type))
            {
                return labels;
            }

            var plain = base.PlainLabelsOf(from, to);
            return labels.Count != plain.Count ? labels : [.. labels.Where((_, number) => plain[number].Kind != SlotKind.Field || !_fields.Contains((type, plain[number].Name)))];
        }
    }
}
