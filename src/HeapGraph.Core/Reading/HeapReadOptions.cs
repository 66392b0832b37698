using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>What to read of a target, and how.</summary>
/// <param name="Parts">What the analysis needs.</param>
/// <param name="DacPath">The DAC to use; null to look for the one that fits.</param>
internal sealed record HeapReadOptions(GraphParts Parts, string? DacPath = null)
{
    /// <summary>What the DAC is not asked for, since it crashes there.</summary>
    public LeftOut LeftOut { get; init; } = LeftOut.Nothing;

    /// <summary>How single objects are described.</summary>
    public DetailOptions Details { get; init; } = new();

    /// <summary>The folder of a process's runtime, where only a way through the process leads there; null where that is not so.</summary>
    public string? RuntimeInContainer { get; init; }

    /// <summary>How a live process is copied.</summary>
    public LiveOptions Live { get; init; } = new();

    /// <summary>What of a live process is in memory, where its copy does not hold that; null else.</summary>
    public ProcessResidence? Residence { get; init; }

    /// <summary>Whether threads have their names and locals their source lines, which a table of types does not show: some 15 ms.</summary>
    public bool NamesThreads { get; init; } = true;

    /// <summary>Which namespaces are the program's own.</summary>
    public OwnNamespaces Own { get; init; } = OwnNamespaces.Unsaid;

    /// <summary>Told how many bytes arrays will take, for as many objects as were found, before they are made.</summary>
    public Action<long>? WillTake { get; init; }
}
