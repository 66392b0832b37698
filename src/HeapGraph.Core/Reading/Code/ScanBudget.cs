namespace HeapGraph.Core.Reading.Code;

/// <summary>How much one search may do, and whether it is to end.</summary>
/// <param name="steps">Instructions, and what takes as long: some 50 ns each.</param>
/// <param name="cancellation">Looked at every 4,096 steps.</param>
internal sealed class ScanBudget(long steps, CancellationToken cancellation)
{
    private const int StepsPerLook = 4096;

    private long _left = steps;

    /// <summary>Whether nothing is left.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Takes some steps.</summary>
    /// <returns>Whether there is anything left.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool Take(long count = 1)
    {
        var before = _left;
        _left -= count;
        if (before / StepsPerLook != _left / StepsPerLook)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return !IsSpent;
    }
}
