using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>Types that say they hold no references, though they do: one bit of a MethodTable says that, and all that their objects keep alive depends on it.</summary>
/// <remarks>The first object of each type is looked at: where a word in it leads to an object, which is rare, the type's fields are asked for.</remarks>
internal static class PointerlessTypes
{
    private const int MostWords = 64;

    /// <summary>Has all words of objects of such types taken for references.</summary>
    public static void Mend(ClrHeap heap, MemoryImage image, HeapWalk walk, IReadOnlyList<MethodTableFacts> known, LeftOut leftOut)
    {
        Span<ulong> words = stackalloc ulong[MostWords];
        foreach (var facts in known)
        {
            if (facts.HasReferences || facts.IsFree || facts.FirstSeen == 0)
            {
                continue;
            }

            var start = facts.HasLength ? 16UL : 8UL;
            var bytes = facts.SpanOf(facts.HasLength ? image.Read<uint>(facts.FirstSeen + 8) : 0) - start - 8;
            var count = image.Read(facts.FirstSeen + start, MemoryMarshal.AsBytes(words)[..(int)Math.Min(bytes, MostWords * sizeof(ulong))]) / sizeof(ulong);
            foreach (var word in words[..count])
            {
                if (word != 0 && walk.Addresses.IndexOf(word) >= 0 && DacCall.OfType(facts.Address, image, leftOut, () => HasReferences(heap, facts.Address) ? facts : null) is not null)
                {
                    facts.ScanAll();
                    break;
                }
            }
        }
    }

    private static bool HasReferences(ClrHeap heap, ulong methodTable)
    {
        try
        {
            return heap.GetTypeByMethodTable(methodTable) is { } type
                && (type.IsArray ? Holds(type.ComponentType) : type.Fields.Any(field => field.IsObjectReference || (field.IsValueType && field.Type?.ContainsPointers == true)));
        }
        catch (Exception damaged) when (ClrMdFailure.Explain(damaged) is not null)
        {
            return false;
        }
    }

    private static bool Holds(ClrType? element) => element is not null && (element.IsObjectReference || (element.IsValueType && element.ContainsPointers));
}
