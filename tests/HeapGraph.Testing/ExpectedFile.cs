using System.Runtime.CompilerServices;

namespace HeapGraph.Testing;

/// <summary>Output compared with a file that stands beside its test.</summary>
public static class ExpectedFile
{
    /// <summary>Fails at the first line that differs. With HEAPGRAPH_WRITE_EXPECTED=1 it writes the file instead, for a
    /// person to look at the change.</summary>
    public static void Matches(string name, string actual, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, name);
        if (Environment.GetEnvironmentVariable("HEAPGRAPH_WRITE_EXPECTED") == "1")
        {
            File.WriteAllText(path, actual);
        }

        var (expectedLines, actualLines) = (File.ReadAllText(path).Split('\n'), actual.Split('\n'));
        var same = expectedLines.Zip(actualLines).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same < expectedLines.Length || same < actualLines.Length)
        {
            throw new InvalidDataException(
                $"{name} differs in line {same + 1}.\nexpected: {LineOf(expectedLines)}\nactual:   {LineOf(actualLines)}\n\nThe whole output:\n{actual}");
        }

        string LineOf(string[] lines) => same < lines.Length ? lines[same] : "(the end)";
    }
}
