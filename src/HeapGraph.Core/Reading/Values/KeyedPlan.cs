using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Values;

/// <summary>The value under a key of a dictionary, found by looking at its entries or nodes one by one.</summary>
/// <remarks>None of the target's code runs, so no hash is known. After 67 million entries, or a million nodes, it gives up, and says so.</remarks>
/// <param name="image">The target's memory.</param>
/// <param name="key">The key.</param>
/// <param name="inner">What the objects within a dictionary are, by their addresses; null for what can't be read.</param>
/// <param name="steps">Which of them lead to which.</param>
/// <param name="used">Where in the dictionary stands how many entries of its array are in use; 0 where all may be.</param>
/// <param name="part">The part of the path that names the key.</param>
/// <param name="mostLooks">How many entries are looked at.</param>
internal sealed class KeyedPlan(
    MemoryImage image, KeyMatch key, Func<ulong, InnerObject?> inner, IReadOnlyList<(string From, string To)> steps, int used, int part, long mostLooks = ArrayFacts.MostLooks) : PathPlan
{
    private const int MostNodes = 1_000_000;

    public override HeapValue Read(ulong at)
    {
        var search = new Search(mostLooks);
        var most = used > 0 && image.TryRead(at + (ulong)used, out uint count) ? count : uint.MaxValue;
        Follow(at, "", search);
        while (search.Pending.TryPop(out var next))
        {
            if (inner(next.Address) is not { } found)
            {
                continue;
            }

            if (found.Pair is { } pair && ValueIn(next.Address, found, pair, most, search) is { } value)
            {
                return value;
            }

            Follow(next.Address, next.Step, search);
        }

        return search.IsGivenUp ? HeapValue.GivenUpAt(part) : HeapValue.EndsAt(part);
    }

    private HeapValue? ValueIn(ulong at, InnerObject found, KeyedPair pair, uint most, Search search)
    {
        var start = at + (ulong)found.First;
        for (var left = search.Take(found.ElementBytes == 0 ? 1 : Math.Min(ArrayFacts.Readable(image, at, found.First, found.ElementBytes), most)); left > 0; left--, start += (ulong)found.ElementBytes)
        {
            if (key.IsAt(start + (ulong)pair.Key, pair.Shape) && (pair.Next < 0 || !image.TryRead(start + (ulong)pair.Next, out int next) || next >= -1))
            {
                return pair.Value.Read(start);
            }
        }

        return null;
    }

    private void Follow(ulong at, string step, Search search)
    {
        if (steps.All(known => known.From != step) || inner(at) is not { References.Length: > 0 } from)
        {
            return;
        }

        var start = at + (ulong)from.First;
        for (var left = search.Take(from.ElementBytes == 0 ? 1 : ArrayFacts.Readable(image, at, from.First, from.ElementBytes)); left > 0; left--, start += (ulong)from.ElementBytes)
        {
            foreach (var offset in from.References)
            {
                if (image.TryRead(start + (ulong)offset, out ulong to) && to != 0 && inner(to) is { } target
                    && steps.FirstOrDefault(known => known.From == step && InnerTypes.IsLike(known.To, target.Definition)) is { To: { } found })
                {
                    search.Meet(to, found);
                }
            }
        }
    }

    /// <summary>What is still to be looked at.</summary>
    private sealed class Search(long mostLooks)
    {
        private readonly HashSet<ulong> _seen = [];
        private long _left = mostLooks;

        public Stack<(ulong Address, string Step)> Pending { get; } = [];

        /// <summary>Whether there was more than is looked through.</summary>
        public bool IsGivenUp { get; private set; }

        /// <summary>How many of some elements may be looked at.</summary>
        public long Take(long elements)
        {
            var taken = Math.Min(elements, _left);
            _left -= taken;
            IsGivenUp |= taken < elements;
            return taken;
        }

        public void Meet(ulong address, string step)
        {
            IsGivenUp |= _seen.Count >= MostNodes;
            if (_seen.Count < MostNodes && _seen.Add(address))
            {
                Pending.Push((address, step));
            }
        }
    }
}
