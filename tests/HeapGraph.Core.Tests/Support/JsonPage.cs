using System.Text.RegularExpressions;
using HeapGraph.Testing;

namespace HeapGraph.Core.Tests.Support;

/// <summary>docs/json.md: its tables and examples, by the heading that they stand under.</summary>
internal sealed partial class JsonPage
{
    private readonly List<string> _headings = [];
    private readonly List<JsonPageRow> _rows = [];
    private readonly List<(string Heading, string Text)> _examples = [];

    public JsonPage()
    {
        List<string>? example = null;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "json.md")))
        {
            if (example is not null)
            {
                if (line == "```")
                {
                    _examples.Add((_headings[^1], string.Join('\n', example)));
                    example = null;
                }
                else
                {
                    example.Add(line);
                }
            }
            else if (line == "```json")
            {
                example = [];
            }
            else if (Heading.Match(line) is { Success: true } heading)
            {
                _headings.Add(heading.Groups["name"].Value);
            }
            else if (Row.Match(line) is { Success: true } row)
            {
                _rows.Add(new JsonPageRow(_headings[^1], In("key"), In("type"), In("meaning"), In("missing").Trim()));

                string In(string column) => row.Groups[column].Value;
            }
        }
    }

    public IReadOnlyList<JsonPageRow> Rows => _rows;

    public IReadOnlyList<(string Heading, string Text)> Examples => _examples;

    [GeneratedRegex("^#+ (?<name>.+)$")]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"^\| `(?<key>[^`]+)` \| (?<type>[^|]+) \| (?<meaning>[^|]+) \|(?<missing>[^|]*)\|$")]
    private static partial Regex Row { get; }
}

/// <summary>One row of a table of the page.</summary>
/// <param name="Part">The heading above.</param>
/// <param name="Path">The key.</param>
/// <param name="Type">Its type.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Missing">When it is missing; empty where it never is.</param>
internal sealed record JsonPageRow(string Part, string Path, string Type, string Meaning, string Missing);
