namespace HeapGraph;

/// <summary>How far a long piece of work has come.</summary>
/// <param name="Phase">What is being done, as a user reads it: "Reading objects".</param>
/// <param name="Done">Units done so far.</param>
/// <param name="Total">Units in all, 0 when unknown.</param>
/// <param name="Unit">What is counted: "bytes", "objects", or empty.</param>
public readonly record struct HeapReadProgress(string Phase, long Done, long Total, string Unit)
{
    /// <summary>True while the runtime's own library (DAC) does the work: on a damaged dump it may never come back.</summary>
    public bool IsInDac { get; init; }
}
