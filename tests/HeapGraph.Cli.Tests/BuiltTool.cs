using HeapGraph.Testing;

namespace HeapGraph.Cli.Tests;

/// <summary>The tool that tests run as a process: as it is built, or the file that HEAPGRAPH_TOOL names, such as an installed one.</summary>
internal static class BuiltTool
{
    private const string Variable = "HEAPGRAPH_TOOL", LibraryEnding = ".dll";

    private static readonly string Built = Path.Combine(Repository.Root, "src", "HeapGraph.Cli", "bin", Repository.Configuration, "net10.0", "heapgraph.dll");

    /// <summary>Whether it is not the one that is built.</summary>
    public static bool IsGiven => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Whether it is one native file.</summary>
    public static bool IsNative => !File.EndsWith(LibraryEnding, StringComparison.Ordinal);

    /// <summary>The folder of all that belongs to it.</summary>
    public static string Folder => Path.GetDirectoryName(File)!;

    /// <summary>The words that a command line begins with.</summary>
    public static string[] Words => WordsIn(Folder);

    /// <summary>The same for a shell.</summary>
    public static string ShellWords => string.Join(' ', Words.Select(word => $"'{word}'"));

    private static string File => IsGiven ? Environment.GetEnvironmentVariable(Variable)! : Built;

    /// <summary>Copies it.</summary>
    /// <returns>The words that start the copy.</returns>
    public static string[] CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(Folder))
        {
            System.IO.File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return WordsIn(folder);
    }

    private static string[] WordsIn(string folder)
    {
        var copy = Path.Combine(folder, Path.GetFileName(File));
        return IsNative ? [copy] : ["dotnet", copy];
    }
}
