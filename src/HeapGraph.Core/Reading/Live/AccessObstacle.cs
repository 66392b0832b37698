namespace HeapGraph.Core.Reading.Live;

/// <summary>What stands in a way of reading a process.</summary>
/// <param name="Reason">A few words: "yama 1", "its user is app, this is root".</param>
/// <param name="Remedy">What removes it.</param>
internal sealed record AccessObstacle(string Reason, Remedy Remedy)
{
    /// <param name="reason">A few words.</param>
    /// <param name="advice">What removes it, as a clause: "run as root".</param>
    public AccessObstacle(string reason, string advice)
        : this(reason, new Remedy.Plain($"{char.ToUpperInvariant(advice[0])}{advice[1..]}."))
    {
    }
}
