namespace HeapGraph.Core.Reading.Roots;

/// <summary>The threads whose stacks were scanned, and why.</summary>
internal sealed class ScannedStacks(string reason)
{
    private const int NamesShown = 5;
    private readonly List<string> _threads = [];
    private int _found;

    /// <summary>Says so; null when there are none.</summary>
    public string? Sentence => _threads.Count == 0 ? null
        : $"{(_threads.Count == 1 ? "The stack of 1 thread was" : $"The stacks of {_threads.Count:N0} threads were")} scanned conservatively, since {reason}: "
            + $"{_found:N0} of the values look like objects ({string.Join(", ", _threads.Take(NamesShown))}{(_threads.Count > NamesShown ? $" and {_threads.Count - NamesShown:N0} more" : "")}).";

    public void Add(string thread, int found)
    {
        _threads.Add(thread);
        _found += found;
    }
}
