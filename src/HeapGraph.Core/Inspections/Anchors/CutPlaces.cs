using HeapGraph.Core.Analysis.WhatIf;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Anchors;

/// <summary>Where chains of a heap can be cut, and the heap without what was cut.</summary>
/// <remarks>For one thread.</remarks>
/// <param name="snapshot">A heap with <see cref="GraphParts.Reachability"/> and <see cref="HeapSnapshot.Fields"/>.</param>
/// <param name="cancellation">Ends a search.</param>
internal sealed class CutPlaces(HeapSnapshot snapshot, CancellationToken cancellation)
{
    private readonly Dictionary<(HeapType, string), HeapField> _fields = FieldsOf(snapshot.Fields!.Find(null, cancellation));
    private readonly HashSet<HeapField> _statics = [.. snapshot.Fields!.Find(null, cancellation).Where(field => field.IsStatic)];

    /// <summary>The program's own references on a chain that can be cleared, the last one first; where there are none, the last one of .NET's that is not inside a
    /// collection or a delegate, then the root.</summary>
    /// <remarks>The fields of closures are left out: what holds the lambda is what the program can let go of.</remarks>
    /// <param name="chain">The chain, with names.</param>
    /// <param name="left">The heap that it was found in.</param>
    public IReadOnlyList<CutPlace> On(ReferenceChain chain, HeapSnapshot left)
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

    /// <summary>The heap as if nothing stood in some places.</summary>
    /// <remarks>A look at each object of the types that have the fields, and a copy of all references.</remarks>
    public HeapSnapshot Without(IEnumerable<CutPlace> places)
    {
        var (fields, roots) = (new HashSet<HeapField>(), new HashSet<(HeapRootKind, string?, ulong)>());
        foreach (var place in places)
        {
            _ = place.Field is { } field ? fields.Add(field) : roots.Add(place.Root!.Value);
        }

        var left = fields.Count == 0 ? snapshot : CutHeap.Of(snapshot, [("", fields)], cancellation);
        return roots.Count == 0 ? left
            : left with { Graph = left.Graph.Without(new ReferenceCut([], left.Graph.Roots.Where(root => roots.Contains(root.Place)).ToHashSet())) };
    }

    private IEnumerable<CutPlace> FieldsOn(ReferenceChain chain, HeapSnapshot left, Func<HeapType, bool> counts)
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

    private HeapField? FieldBetween(HeapSnapshot left, ChainStep from, ChainStep to)
    {
        foreach (var label in left.Details.PlainLabelsOf(from.ObjectIndex, to.ObjectIndex))
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
