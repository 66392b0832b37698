namespace HeapGraph.Core.Reading.Walking;

/// <summary>References that no field shows: from the key of a dependent handle to its value, or from the table that it is an entry of
/// where the key never goes. They follow an object's own references.</summary>
internal sealed class ExtraReferences
{
    private readonly Dictionary<int, List<int>> _valuesByKey = [];

    /// <summary>All of them, by key.</summary>
    public IEnumerable<(int Key, int Value)> All
    {
        get
        {
            int[] keys = [.. _valuesByKey.Keys];
            Array.Sort(keys);
            foreach (var key in keys)
            {
                foreach (var value in _valuesByKey[key])
                {
                    yield return (key, value);
                }
            }
        }
    }

    /// <summary>Says that a handle keeps <paramref name="value"/> alive as long as <paramref name="key"/> is, the key or the table.</summary>
    public void Add(int key, int value)
    {
        if (!_valuesByKey.TryGetValue(key, out var values))
        {
            _valuesByKey[key] = values = [];
        }

        values.Add(value);
    }

    /// <summary>The values that an object keeps alive so, ascending.</summary>
    public IReadOnlyList<int> this[int key] => _valuesByKey.TryGetValue(key, out var values) ? values : [];

    public void AddTo(TargetList targets, int key)
    {
        if (_valuesByKey.Count == 0 || !_valuesByKey.TryGetValue(key, out var values))
        {
            return;
        }

        foreach (var value in values)
        {
            targets.Add(value);
        }
    }

    /// <summary>Sorts each list, so that the same heap gives the same table.</summary>
    public void Sort()
    {
        foreach (var values in _valuesByKey.Values)
        {
            values.Sort();
        }
    }
}
