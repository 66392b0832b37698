using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Values;

/// <summary>The value under a key of a dictionary, found by looking at its entries or nodes one by one.</summary>
/// <remarks>None of the target's code runs, so no hash is known. After 100,000 entries or nodes it gives up.</remarks>
/// <param name="image">The target's memory.</param>
/// <param name="key">The key.</param>
/// <param name="inner">What the objects within a dictionary are.</param>
/// <param name="steps">Which of them lead to which.</param>
/// <param name="used">Where in the dictionary stands how many entries of its array are in use; 0 where all may be.</param>
/// <param name="part">The part of the path that names the key.</param>
internal sealed class KeyedPlan(MemoryImage image, KeyMatch key, InnerObjects inner, IReadOnlyList<(string From, string To)> steps, int used, int part) : PathPlan
{
    private const int MostLooks = 100_000;

    public override HeapValue Read(ulong at)
    {
        var (pending, seen) = (new Stack<(ulong Address, string Step)>(), new HashSet<ulong>());
        var most = used > 0 && image.TryRead(at + (ulong)used, out uint count) ? count : uint.MaxValue;
        Follow(at, "", pending, seen);
        for (var looks = 0; looks < MostLooks && pending.TryPop(out var next); looks++)
        {
            if (inner.Of(next.Address) is not { } found)
            {
                continue;
            }

            if (found.Pair is { } pair && ValueIn(next.Address, found, pair, most) is { } value)
            {
                return value;
            }

            Follow(next.Address, next.Step, pending, seen);
        }

        return HeapValue.EndsAt(part);
    }

    private HeapValue? ValueIn(ulong at, InnerObject found, KeyedPair pair, uint most)
    {
        var length = found.ElementBytes == 0 ? 1 : image.TryRead(at + ArrayFacts.Length, out uint elements) ? Math.Min(Math.Min(elements, most), MostLooks) : 0;
        var start = at + (ulong)found.First;
        for (var index = 0; index < length; index++, start += (ulong)found.ElementBytes)
        {
            if (key.IsAt(start + (ulong)pair.Key, pair.Shape) && (pair.Next < 0 || !image.TryRead(start + (ulong)pair.Next, out int next) || next >= -1))
            {
                return pair.Value.Read(start);
            }
        }

        return null;
    }

    private void Follow(ulong at, string step, Stack<(ulong Address, string Step)> pending, HashSet<ulong> seen)
    {
        if (inner.Of(at) is not { References.Length: > 0 } from)
        {
            return;
        }

        var length = from.ElementBytes == 0 ? 1 : image.TryRead(at + ArrayFacts.Length, out uint elements) ? elements : 0;
        var start = at + (ulong)from.First;
        for (var index = 0; index < length && pending.Count < MostLooks; index++, start += (ulong)from.ElementBytes)
        {
            foreach (var offset in from.References)
            {
                if (image.TryRead(start + (ulong)offset, out ulong to) && to != 0 && inner.Of(to) is { } target
                    && steps.FirstOrDefault(known => known.From == step && InnerTypes.IsLike(known.To, target.Definition)) is { To: { } found } && seen.Add(to))
                {
                    pending.Push((to, found));
                }
            }
        }
    }
}
