using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Patterns;

namespace HeapGraph.Cli.Commands;

/// <summary>The values of strings: the most wasteful copies, the longest, those that match.</summary>
internal static class StringsCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "strings",
            "Strings by value: how many copies there are of each, what they waste, and who holds most of them.",
            "heapgraph strings app.dmp",
            "heapgraph strings app.dmp --sort longest --limit 5",
            "heapgraph strings --pid 1234 --grep 'Bearer*' --all");
        var target = new TargetOptions(command);
        var grep = new Option<string?>("--grep")
        {
            Description = "Only strings with this in them; with * and ? those that are like it as a whole, or /regular expression/", HelpName = "PATTERN",
        };
        command.Options.Add(grep);
        var scope = new ScopeOption(command, offersUnreachable: true);
        var rows = new RowOptions<StringSort>(command);
        var details = new DetailOptionGroup(command, namesArrows: false);
        var output = new OutputOptions<HeapStrings>(command);
        output.Answer(session, parsed =>
        {
            var pattern = parsed.GetValue(grep);
            UserPatterns.Of(pattern is null ? [] : [pattern], text => new TextPattern(text, isAnywhere: true));
            return target.Open(parsed, session, details.Of(parsed)).Strings(rows.Limit(parsed), rows.Sort(parsed), pattern, scope.Of(parsed));
        });
        return command;
    }
}
