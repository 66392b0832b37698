namespace HeapGraph.Core.Reading.Runtime;

/// <summary>Where the DAC of a target may be, besides where .NET is installed here.</summary>
/// <param name="Given">The one that the user named, or its folder; null to look for the one that fits.</param>
/// <param name="InContainer">The folder of a process's runtime, where only a way through the process leads there; null where that is
/// not so.</param>
internal sealed record DacPlaces(string? Given = null, string? InContainer = null);
