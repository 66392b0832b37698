using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Words;

/// <summary>Places on a chain in words.</summary>
internal static class ChainWords
{
    extension(ReferenceChain chain)
    {
        /// <summary>The step at which a stretch of collections and arrays begins that ends at a step: what the program's
        /// own code refers to.</summary>
        public int CollectionAbove(int step)
        {
            while (step > 0 && FrameworkNames.IsCollection(chain.Steps[step - 1].Type))
            {
                step--;
            }

            return step;
        }

        /// <summary>The step that the program's own reference leads to, above all that .NET itself puts between it and another step:
        /// collections, caches, task sources, the lists of events. Where no reference is the program's own, the one above the collections, or above
        /// others of the same type.</summary>
        public int KeeperAbove(int step)
        {
            var keeper = step;
            while (keeper > 0 && chain.Steps[keeper - 1].Type is var above
                && (FrameworkNames.Owns(above) || FrameworkNames.IsCollection(above) || (above.IsDelegate && chain.Steps[keeper].Type.Traits.HasFlag(HeapTypeTraits.Array))))
            {
                keeper--;
            }

            if (keeper > 0 || chain.Root.IsNamedStatic)
            {
                return keeper;
            }

            while (step > 0 && chain.Steps[step - 1].Type == chain.Steps[step].Type)
            {
                step--;
            }

            return chain.CollectionAbove(step);
        }

        /// <summary>The reference that leads to a step: <c>static field Shop.Catalog.Items</c>, <c>field Sheet.Cells</c>.</summary>
        public string ReferenceTo(int step)
        {
            if (step == 0)
            {
                return Place(chain.Root);
            }

            var owner = chain.Steps[step - 1].Type.ShortName;
            return chain.Steps[step].Via is [var label, ..]
                ? label is { Kind: SlotKind.DependentHandle, IsElement: false } ? $"the ConditionalWeakTable entry of {owner}"
                : label is { Kind: SlotKind.Field, IsElement: false } ? $"field {owner}.{FieldName.InSource(label.Name)}" : $"{owner}{label.OfAny}"
                : $"a reference of {owner}";
        }
    }

    /// <summary>A GC root as part of a sentence.</summary>
    public static string Place(HeapRoot root) => root.Kind switch
    {
        HeapRootKind.Static => $"static field {root.Name ?? "(unknown)"}",
        HeapRootKind.ThreadStatic => $"thread static field {root.Name ?? "(unknown)"}",
        HeapRootKind.Stack => $"a local variable of {root.Name ?? "a running method"}",
        HeapRootKind.FinalizerQueue => "the finalizer queue",
        HeapRootKind.StrongHandle => root.Name ?? "a strong GC handle",
        HeapRootKind.PinnedHandle or HeapRootKind.AsyncPinnedHandle => root.Name ?? "a pinned GC handle",
        HeapRootKind.RefCountedHandle => "a reference-counted GC handle",
        HeapRootKind.DependentHandle => "a dependent GC handle",
        HeapRootKind.Frozen => "a frozen segment",
        HeapRootKind.UnreadMemory => "memory that could not be read",
        _ => "a GC root",
    };

    /// <summary>The same words at the beginning of a sentence.</summary>
    public static string Capitalized(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
