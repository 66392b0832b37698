using HeapGraph.Cli.Completion;

namespace HeapGraph.Cli;

/// <summary>What people type out of habit, from other tools or without a command, and the command that they mean.</summary>
internal static class FamiliarWords
{
    private static readonly Dictionary<string, string> Commands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["diff"] = "growth", ["compare"] = "growth",
        ["gcroot"] = "chain", ["path"] = "chain", ["pathtoroot"] = "chain", ["why"] = "chain",
        ["dumpheap"] = "common", ["histogram"] = "common", ["histo"] = "common", ["stat"] = "common", ["types"] = "common",
        ["leaks"] = "triage", ["analyze"] = "triage",
        ["retained"] = "dominators", ["domtree"] = "dominators",
        ["dumpobj"] = "show", ["instances"] = "objects",
        ["ls"] = "ps", ["list"] = "ps", ["collect"] = "capture", ["dump"] = "capture",
    };

    /// <summary>The words with the command that is meant: a target alone means its leak suspects.</summary>
    /// <param name="args">What was typed.</param>
    /// <param name="known">The commands there are; asked only where the first word may be a file.</param>
    public static string[] Meant(string[] args, Func<IEnumerable<string>> known) => args switch
    {
        ["help"] => ["--help"],
        ["help", var command, ..] => [Commands.GetValueOrDefault(command, command), "--help"],
        ["--pid" or "--name", ..] => ["triage", .. args],
        [var word, .. var rest] when Commands.TryGetValue(word, out var command) && !known().Contains(word) => [command, .. rest],
        [var word, ..] when word is not (['-', ..] or Completions.Question) && File.Exists(word) && !known().Contains(word) => ["triage", .. args],
        _ => args,
    };
}
