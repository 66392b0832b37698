using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace HeapGraph.Testing;

/// <summary>Output compared with a file that stands beside its test.</summary>
/// <remarks>With HEAPGRAPH_WRITE_EXPECTED=1 the file is written instead, for a person to look at the change.</remarks>
public static partial class ExpectedFile
{
    private static readonly Lock Writing = new();

    private static bool IsWritten => Environment.GetEnvironmentVariable("HEAPGRAPH_WRITE_EXPECTED") == "1";

    /// <summary>Fails at the first line that differs from those of the file.</summary>
    public static void Matches(string name, string actual, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, name);
        if (IsWritten)
        {
            File.WriteAllText(path, actual);
        }

        Compare(name, File.ReadAllText(path), actual);
    }

    /// <summary>Fails at the first line that differs from those below <c>=== test: part</c> in the file of the test's class, which is
    /// <c>Rule.expected.txt</c> for <c>RuleTests.cs</c>.</summary>
    /// <param name="actual">Lines, each with its end.</param>
    /// <param name="part">Which of several of the test; empty for the only one.</param>
    /// <param name="testFile">Where the test stands.</param>
    /// <param name="test">Its name.</param>
    public static void MatchesPart(string actual, string part = "", [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var path = $"{testFile[..^"Tests.cs".Length]}.expected.txt";
        var title = test.Replace('_', ' ') + (part.Length > 0 ? $": {part}" : "");
        lock (Writing)
        {
            var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (Match match in Parts().Matches(File.Exists(path) ? File.ReadAllText(path) : ""))
            {
                parts[match.Groups["title"].Value] = match.Groups["lines"].Value;
            }

            if (IsWritten)
            {
                parts[title] = actual;
                File.WriteAllText(path, string.Join('\n', parts.Select(pair => $"=== {pair.Key}\n{pair.Value}")));
            }

            Compare($"{Path.GetFileName(path)}, {title},", parts.GetValueOrDefault(title, ""), actual);
        }
    }

    private static void Compare(string name, string expected, string actual)
    {
        var (expectedLines, actualLines) = (expected.Split('\n'), actual.Split('\n'));
        var same = expectedLines.Zip(actualLines).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same < expectedLines.Length || same < actualLines.Length)
        {
            throw new InvalidDataException(
                $"{name} differs in line {same + 1}.\nexpected: {LineOf(expectedLines)}\nactual:   {LineOf(actualLines)}\n\nThe whole output:\n{actual}");
        }

        string LineOf(string[] lines) => same < lines.Length ? lines[same] : "(the end)";
    }

    // A part ends with an empty line, or with the file.
    [GeneratedRegex(@"^=== (?<title>.+)\n(?<lines>(?:(?!=== ).+\n)*)", RegexOptions.Multiline)]
    private static partial Regex Parts();
}
