using System.Text;

namespace HeapGraph.Cli.Commands;

/// <summary>What commands and options are for, in the order in which a person needs them.</summary>
internal static class HelpGroups
{
    private const string Commands = "Commands:", Options = "Options:", Indent = "  ";

    private static readonly (string Title, string[] Names)[] OfCommands =
    [
        ("Start here:", ["triage", "explain", "ps", "doctor"]),
        ("Ask a heap:", ["common", "dominators", "objects", "show", "chain", "backrefs", "refs", "what-if", "memory", "strings", "threads", "async"]),
        ("Compare heaps:", ["growth"]),
        ("Collect:", ["capture"]),
        ("For the shell:", []),
    ];

    // What a command has of its own comes first.
    private static readonly (string Title, string[] Names)[] OfOptions =
    [
        (Options, []),
        ("Which objects:", ["--type", "--address", "--where", "--exclude", "--namespace", "--assembly", "--min-size", "--generation", "--all", "--ignore-reference"]),
        ("The picture:",
            ["--max-depth", "--max-steps", "--too-many", "--max-nodes", "--filter", "--ignore", "--highlight", "--refcounts", "--sizes", "--extra-info", "--theme", "--url"]),
        ("Which heap:", ["--pid", "--name", "--dac", "--max-freeze", "--spill"]),
        ("The output:", ["--format", "--output", "-o", "--short", "--raw", "--no-values", "--config", "--no-config", "--no-progress", "--quiet", "--verbose"]),
        ("Help:", ["-?", "-h", "--help", "--version"]),
    ];

    /// <summary>A help page with its commands or options in groups.</summary>
    public static string Grouped(string page) =>
        page.Contains(Commands, StringComparison.Ordinal) ? Grouped(page, Commands, OfCommands) : Grouped(page, Options, OfOptions);

    private static string Grouped(string page, string heading, (string Title, string[] Names)[] groups)
    {
        var at = page.IndexOf(heading, StringComparison.Ordinal);
        if (at < 0)
        {
            return page;
        }

        var entries = new List<(string Name, List<string> Lines)>();
        foreach (var line in page[(at + heading.Length)..].Split('\n').Where(line => line.Trim().Length > 0))
        {
            // A description that is too long for a line goes on below, further to the right.
            if (line.Length > Indent.Length && line[Indent.Length] != ' ')
            {
                entries.Add((line.Trim().Split(' ')[0].TrimEnd(','), []));
            }

            entries[^1].Lines.Add(line);
        }

        var grouped = new StringBuilder(page[..at]);
        var known = groups.SelectMany(group => group.Names).ToHashSet();
        foreach (var (title, names) in groups)
        {
            // The group without names takes what no other does.
            var listed = names.Length == 0
                ? entries.Where(entry => !known.Contains(entry.Name)).ToArray()
                : names.SelectMany(name => entries.Where(entry => entry.Name == name)).ToArray();
            if (listed.Length > 0)
            {
                grouped.Append($"{title}\n{string.Join('\n', listed.SelectMany(entry => entry.Lines))}\n\n");
            }
        }

        return grouped.ToString();
    }
}
