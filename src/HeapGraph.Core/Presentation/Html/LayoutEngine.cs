namespace HeapGraph.Core.Presentation.Html;

/// <summary>Graphviz as a script for browsers (Viz.js), which the build brings where npm is at hand.</summary>
internal static class LayoutEngine
{
    /// <summary>The script, 1.3 MB, with its WebAssembly inside; null when this build has none.</summary>
    public static string? Script { get; } = PageFiles.Find("viz.js");
}
