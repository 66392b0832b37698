namespace HeapGraph.Core.Reading.Live;

/// <summary>What stands in a way of reading a process.</summary>
/// <param name="Reason">A few words: "yama 1", "its user is app, this is root".</param>
/// <param name="Remedy">What removes it, as a clause: "run as root".</param>
internal sealed record AccessObstacle(string Reason, string Remedy);
