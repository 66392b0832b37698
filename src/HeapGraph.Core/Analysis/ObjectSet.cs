namespace HeapGraph.Core.Analysis;

/// <summary>A set of object numbers: one bit per object.</summary>
internal sealed class ObjectSet(int objectCount)
{
    private readonly ulong[] _words = new ulong[(objectCount + 63L) / 64];

    /// <summary>The set of the objects whose entry is true.</summary>
    public static ObjectSet Of(ReadOnlySpan<bool> isMember)
    {
        var set = new ObjectSet(isMember.Length);
        for (var first = 0; first < isMember.Length; first += 64)
        {
            var bits = 0UL;
            for (var index = Math.Min(first + 64, isMember.Length) - 1; index >= first; index--)
            {
                bits = bits << 1 | (isMember[index] ? 1UL : 0);
            }

            set._words[first >> 6] = bits;
        }

        return set;
    }

    /// <summary>The set of the objects whose entry is not 0. On all cores.</summary>
    public static ObjectSet OfNonZero(int[] entries)
    {
        const int WordsAtOnce = 1 << 14;
        var set = new ObjectSet(entries.Length);
        Parallel.For(0, (set._words.Length + WordsAtOnce - 1) / WordsAtOnce, part =>
        {
            for (var word = part * WordsAtOnce; word < Math.Min((part + 1) * WordsAtOnce, set._words.Length); word++)
            {
                var bits = 0UL;
                var members = entries.AsSpan(word * 64, Math.Min(64, entries.Length - word * 64));
                for (var index = 0; index < members.Length; index++)
                {
                    bits |= members[index] == 0 ? 0 : 1UL << index;
                }

                set._words[word] = bits;
            }
        });
        return set;
    }

    /// <summary>The set of some objects.</summary>
    public static ObjectSet Of(int objectCount, IEnumerable<int> members)
    {
        var set = new ObjectSet(objectCount);
        foreach (var member in members)
        {
            set.Add(member);
        }

        return set;
    }

    /// <summary>Whether the object is in the set.</summary>
    public bool Contains(int objectIndex) => (_words[objectIndex >> 6] & (1UL << objectIndex)) != 0;

    /// <summary>Adds an object.</summary>
    /// <returns>True when it was not in the set before.</returns>
    public bool Add(int objectIndex)
    {
        ref var word = ref _words[objectIndex >> 6];
        var bit = 1UL << objectIndex;
        var added = (word & bit) == 0;
        word |= bit;
        return added;
    }

    /// <summary>The objects that are not in this set.</summary>
    public ObjectSet Inverted()
    {
        var others = new ObjectSet(objectCount);
        for (var word = 0; word < _words.Length; word++)
        {
            others._words[word] = ~_words[word];
        }

        return others;
    }

    /// <summary>Takes an object out.</summary>
    public void Remove(int objectIndex) => _words[objectIndex >> 6] &= ~(1UL << objectIndex);
}
