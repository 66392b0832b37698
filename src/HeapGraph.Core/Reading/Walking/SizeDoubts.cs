using System.Collections.Concurrent;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Large arrays among the small objects whose last bytes look like objects: they hide others, or, where the threshold for
/// large objects was raised (GCLOHThreshold), hold what stood there before them. What the other large ones are like decides that,
/// so a heap with such an array is walked twice.</summary>
internal sealed class SizeDoubts
{
    private readonly ConcurrentBag<ulong> _doubtful = [];
    private HashSet<ulong> _hiding = [];
    private int _sound;

    /// <summary>Whether the heap is walked for the first time.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether the first walk has found an array that hides objects.</summary>
    public bool HasHiding => _hiding.Count > 0;

    /// <summary>Counts a large object that ends like one.</summary>
    public void CountSound() => Interlocked.Increment(ref _sound);

    /// <summary>Whether a large array hides objects; none does in the first walk.</summary>
    public bool IsHiding(ulong array)
    {
        if (IsOpen)
        {
            _doubtful.Add(array);
            return false;
        }

        return _hiding.Contains(array);
    }

    /// <summary>Decides, after the first walk.</summary>
    public void Close()
    {
        _hiding = _doubtful.IsEmpty || _doubtful.Distinct().Count() <= _sound ? [] : [.. _doubtful];
        IsOpen = false;
    }
}
