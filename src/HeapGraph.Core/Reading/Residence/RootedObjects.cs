using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>Counts objects that roots hold directly, by type.</summary>
/// <param name="dump">The heap.</param>
/// <param name="roots">The roots.</param>
/// <param name="types">The types.</param>
internal sealed class RootedObjects(WalkedDump dump, IReadOnlyList<HeapRoot> roots, TypeNaming types)
{
    /// <summary>How many objects roots of some kinds hold, by type index; each object once.</summary>
    public long[] Count(params ReadOnlySpan<HeapRootKind> kinds)
    {
        var counts = new long[types.Types.Count];
        var seen = new HashSet<int>();
        foreach (var root in roots)
        {
            if (kinds.Contains(root.Kind) && seen.Add(root.ObjectIndex)
                && dump.MethodTables.Find(dump.Image.Read<ulong>(dump.Walk.Addresses.AddressOf(root.ObjectIndex)) & MethodTableFacts.AddressMask) is { } facts)
            {
                counts[types.TypeIndexByMethodTable[facts.Index]]++;
            }
        }

        return counts;
    }
}
