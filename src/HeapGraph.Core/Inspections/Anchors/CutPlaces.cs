using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.WhatIf;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Anchors;

/// <summary>Where chains of a heap can be cut, and what goes then.</summary>
/// <remarks>For one thread.</remarks>
/// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/> and <see cref="HeapSnapshot.Fields"/>.</param>
/// <param name="cancellation">Ends a search.</param>
internal sealed class CutPlaces(HeapSnapshot snapshot, CancellationToken cancellation)
{
    private readonly Dictionary<(HeapType, string), HeapField> _fields = FieldsOf(snapshot.Fields!.Find(null, cancellation));
    private readonly Dictionary<CutPlace, ReferenceCut> _cuts = [];
    private readonly HashSet<HeapField> _statics = [.. snapshot.Fields!.Find(null, cancellation).Where(field => field.IsStatic)];

    /// <summary>The program's own references on a chain that can be cleared, the last one first; where there are none, the last one of .NET's that is not inside a
    /// collection or a delegate, then the root.</summary>
    /// <remarks>The fields of closures are left out: what holds the lambda is what the program can let go of.</remarks>
    /// <param name="chain">The chain, with names.</param>
    /// <param name="left">Names of the references of the heap that it was found in.</param>
    public IReadOnlyList<CutPlace> On(ReferenceChain chain, IObjectDetails left)
    {
        CutPlace[] own = [.. FieldsOn(chain, left, FrameworkNames.IsOwn)];
        var root = RootOf(chain);
        return root is { Field: not null } && !FrameworkNames.Owns(chain.Root.Name!) ? [.. own, root]
            : own.Length > 0 ? own
            : [.. FieldsOn(chain, left, owner => !FrameworkNames.IsCollection(owner)).Take(1), .. root is null ? (CutPlace[])[] : [root]];
    }

    /// <summary>The root that a chain begins at; null where it can't be cleared.</summary>
    public CutPlace? RootOf(ReferenceChain chain) => chain.Root.Kind is HeapRootKind.Frozen or HeapRootKind.UnreadMemory ? null
        : HeapField.OfStatic(chain.Root) is { } field && _statics.Contains(field) ? new CutPlace(ChainWords.Place(chain.Root), field, null)
        : new CutPlace(ChainWords.Place(chain.Root), null, chain.Root.Place);

    /// <summary>What goes when some places are cleared.</summary>
    /// <remarks>For each place, once, a look at each object of the types that have its field.</remarks>
    public ReferenceCut At(IReadOnlyCollection<CutPlace> places)
    {
        ReferenceCut[] cuts = [.. places.Select(AtOne)];
        return cuts is [var only] ? only
            : new ReferenceCut([.. cuts.SelectMany(cut => cut.References)], cuts.SelectMany(cut => cut.Roots).ToHashSet()) { StorageSlots = [.. cuts.SelectMany(cut => cut.StorageSlots).Distinct()] };
    }

    /// <summary>Names of the references that stand in no such place.</summary>
    public IObjectDetails NamesWithout(IEnumerable<CutPlace> places) => CutHeap.DetailsWithout(snapshot, [.. places.Select(place => place.Field).OfType<HeapField>()]);

    private ReferenceCut AtOne(CutPlace place)
    {
        if (!_cuts.TryGetValue(place, out var cut))
        {
            cut = place.Field is { } field ? snapshot.Fields!.In(new HashSet<HeapField> { field }, cancellation)
                : new ReferenceCut([], snapshot.Graph.Roots.Where(root => root.Place == place.Root).ToHashSet());
            _cuts.Add(place, cut);
        }

        return cut;
    }

    private IEnumerable<CutPlace> FieldsOn(ReferenceChain chain, IObjectDetails left, Func<HeapType, bool> counts)
    {
        for (var step = chain.Steps.Count - 1; step > 0; step--)
        {
            var owner = chain.Steps[step - 1];
            if (counts(owner.Type) && !owner.Type.IsDelegate && !GeneratedName.IsClosure(owner.Type.Name) && FieldBetween(left, owner, chain.Steps[step]) is { } field)
            {
                yield return new CutPlace(chain.ReferenceTo(step), field, null);
            }
        }
    }

    private HeapField? FieldBetween(IObjectDetails left, ChainStep from, ChainStep to)
    {
        foreach (var label in left.PlainLabelsOf(from.ObjectIndex, to.ObjectIndex))
        {
            if (label is { Kind: SlotKind.Field, Name: { Length: > 0 } name } && _fields.TryGetValue((from.Type, name), out var field))
            {
                return field;
            }
        }

        return null;
    }

    private static Dictionary<(HeapType, string), HeapField> FieldsOf(IReadOnlyList<HeapField> fields)
    {
        var byName = new Dictionary<(HeapType, string), HeapField>();
        foreach (var field in fields.Where(field => !field.IsStatic))
        {
            byName.TryAdd((field.Type, field.PlainName), field);
            byName.TryAdd((field.Type, field.Name), field);
        }

        return byName;
    }
}
