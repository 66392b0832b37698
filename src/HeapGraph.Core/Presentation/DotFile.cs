namespace HeapGraph.Core.Presentation;

/// <summary>The text that Graphviz draws pictures from, which is left beside a picture that it could not draw.</summary>
internal static class DotFile
{
    /// <summary>What such files end in.</summary>
    public const string Ending = ".dot";

    /// <summary>Where it is left.</summary>
    public static string Beside(string picture) => Path.ChangeExtension(picture, Ending);
}
