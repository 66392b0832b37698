using System.Reflection;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>The parts of a page that stand in files of their own, embedded in the assembly.</summary>
internal static class PageFiles
{
    /// <summary>The text of a part; null when there is none.</summary>
    public static string? Find(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

    /// <summary>The text of a part that every build has.</summary>
    public static string Read(string name) => Find($"page/{name}")!;
}
