using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections;

/// <summary>Places on a chain in words.</summary>
internal static class ChainWords
{
    extension(ReferenceChain chain)
    {
        /// <summary>The step at which a stretch of collections and arrays begins that ends at a step: what the program's
        /// own code refers to.</summary>
        public int CollectionAbove(int step)
        {
            while (step > 0 && FrameworkCode.IsCollection(chain.Steps[step - 1].Type))
            {
                step--;
            }

            return step;
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
                ? label[0] is '[' or '(' ? $"{owner}{LeakFingerprint.WithoutIndex(label)}" : $"field {owner}.{label}"
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
        HeapRootKind.StrongHandle => "a strong GC handle",
        HeapRootKind.PinnedHandle or HeapRootKind.AsyncPinnedHandle => "a pinned GC handle",
        HeapRootKind.RefCountedHandle => "a reference-counted GC handle",
        _ => "a GC root",
    };

    /// <summary>The same words at the beginning of a sentence.</summary>
    public static string Capitalized(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
