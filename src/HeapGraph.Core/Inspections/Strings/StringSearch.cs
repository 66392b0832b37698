using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Inspections.Strings;

/// <summary>Finds the values of a heap's strings: how many strings each has, and what it wastes.</summary>
/// <remarks>Reads each string once on all cores, and those that are alike a second time; see <see cref="IObjectContents.CompareContents"/>.</remarks>
internal sealed class StringSearch
{
    private const int Single = -1, Empty = -2;   // in place of a group

    private readonly ObjectGraph _graph;
    private readonly CancellationToken _cancellation;
    private readonly bool[] _isWanted;   // by object; the strings that count and match
    private readonly EqualContents _equal;
    private readonly List<int> _empty = [];

    /// <param name="snapshot">A heap with contents and values.</param>
    /// <param name="counting">The objects that count; all when null.</param>
    /// <param name="pattern">What a string has to match; null for nothing.</param>
    /// <param name="cancellation">Ends the search.</param>
    public StringSearch(HeapSnapshot snapshot, ObjectSet? counting, TextPattern? pattern, CancellationToken cancellation)
    {
        (_graph, _cancellation) = (snapshot.Graph, cancellation);
        bool[] isString = [.. _graph.Types.Select(type => type.Traits.HasFlag(HeapTypeTraits.String))];
        var letters = pattern is null ? null : snapshot.Values!.Along(ValuePath.ToSelf);
        _isWanted = new bool[_graph.ObjectCount];
        using (var search = snapshot.Contents!.CompareContents(index => IsWanted(index) && (_isWanted[index] = true), cancellation))
        {
            _equal = search.Among(null);
        }

        Count();

        bool IsWanted(int index) => isString[_graph.TypeIndexOf(index)] && counting?.Contains(index) != false
            && (pattern is null || pattern.Matches(letters!.LettersOf(letters.Read(index))));
    }

    /// <summary>How many strings there are.</summary>
    public long Objects { get; private set; }

    /// <summary>Their sizes added up.</summary>
    public long Bytes { get; private set; }

    /// <summary>Number of different values.</summary>
    public long Values { get; private set; }

    /// <summary>Bytes of all but one string of each value.</summary>
    public long Wasted { get; private set; }

    /// <summary>The first values in an order; each with the strings that have it, ascending.</summary>
    /// <param name="sort">The order; what is equal in it comes by number and size, then by address.</param>
    /// <param name="limit">How many; 0 for all.</param>
    public IReadOnlyList<int[]> First(StringSort sort, int limit)
    {
        // The worst of the best stands in front, to go when a better one comes.
        var best = new PriorityQueue<(int Object, int Group), (int Object, int Group)>(Comparer<(int Object, int Group)>.Create((a, b) => Order(b, a)));
        for (var group = 0; group < _equal.Count; group++)
        {
            Offer((_equal[group][0], group));
        }

        if (_empty.Count > 0)
        {
            Offer((_empty[0], Empty));
        }

        foreach (var single in Singles())
        {
            Offer((single, Single));
        }

        var shown = new int[best.Count][];
        for (var row = shown.Length - 1; row >= 0; row--)
        {
            var (first, group) = best.Dequeue();
            shown[row] = group switch { Single => [first], Empty => [.. _empty], _ => _equal[group].ToArray() };
        }

        return shown;

        void Offer((int Object, int Group) value)
        {
            if (limit == 0 || best.Count < limit)
            {
                best.Enqueue(value, value);
            }
            else
            {
                best.EnqueueDequeue(value, value);
            }
        }

        int Order((int Object, int Group) a, (int Object, int Group) b)
        {
            var ((countA, bytesA), (countB, bytesB)) = ((CountOf(a.Group), _graph.BytesOf(a.Object)), (CountOf(b.Group), _graph.BytesOf(b.Object)));
            var order = sort switch
            {
                StringSort.Count => countB.CompareTo(countA),
                StringSort.Longest => bytesB.CompareTo(bytesA),
                _ => ((countB - 1) * bytesB).CompareTo((countA - 1) * bytesA),
            };
            return order != 0 ? order
                : countA != countB ? countB.CompareTo(countA)
                : bytesA != bytesB ? bytesB.CompareTo(bytesA)
                : a.Object.CompareTo(b.Object);
        }
    }

    private long CountOf(int group) => group switch { Single => 1, Empty => _empty.Count, _ => _equal[group].Length };

    private void Count()
    {
        for (var index = 0; index < _isWanted.Length; index++)
        {
            if (_isWanted[index])
            {
                Objects++;
                Bytes += _graph.BytesOf(index);
                if (_graph.LengthOf(index) == 0)
                {
                    _empty.Add(index);
                }
            }
        }

        // What is said of groups holds for the others: one value each.
        Values = Objects - Math.Max(0, _empty.Count - 1);
        Wasted = _empty.Count == 0 ? 0 : (_empty.Count - 1) * _graph.BytesOf(_empty[0]);
        for (var group = 0; group < _equal.Count; group++)
        {
            var more = _equal[group].Length - 1;
            (Values, Wasted) = (Values - more, Wasted + (more * _graph.BytesOf(_equal[group][0])));
        }
    }

    private IEnumerable<int> Singles()
    {
        var isSingle = (bool[])_isWanted.Clone();
        for (var group = 0; group < _equal.Count; group++)
        {
            foreach (var index in _equal[group])
            {
                isSingle[index] = false;
            }
        }

        _empty.ForEach(index => isSingle[index] = false);
        for (var index = 0; index < isSingle.Length; index++)
        {
            if ((index & 0xFFFFF) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
            }

            if (isSingle[index])
            {
                yield return index;
            }
        }
    }
}
