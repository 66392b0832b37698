namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>The runtime in a live process.</summary>
/// <param name="Path">Its library, as the process sees it.</param>
/// <param name="Version">Its version; null when it can't be told.</param>
internal sealed record LiveRuntime(string Path, string? Version);
