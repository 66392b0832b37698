using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampledCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Lines to copy, each of which fits 80 columns where help indents it.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Makes the help option that a root command brings show the examples too, and fit the terminal.</summary>
    public static void ShowExamplesIn(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction plain) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var output = parseResult.InvocationConfiguration.Output;
            using var page = new StringWriter();
            plain.MaxWidth = ResultConsole.WidthOfHelp(output);
            parseResult.InvocationConfiguration.Output = page;
            var code = plain.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output = output;

            // Where it breaks a line it leaves the blank.
            var text = WithOptionalWords(page.ToString(), parseResult.CommandResult.Command);
            foreach (var line in HelpGroups.Grouped(text).TrimEnd().Split('\n'))
            {
                output.WriteLine(line.TrimEnd());
            }

            if (parseResult.CommandResult.Command is ExampledCommand command)
            {
                output.WriteLine();
                output.WriteLine("Examples:");
                foreach (var example in command.Examples)
                {
                    output.WriteLine($"  {example}");
                }
            }

            return code;
        }

        /// <summary>What may be left out stands in square brackets.</summary>
        private static string WithOptionalWords(string page, Command command)
        {
            foreach (var option in command.Options.Where(option => option is { Arity: { MinimumNumberOfValues: 0, MaximumNumberOfValues: > 0 }, HelpName: not null } && option.ValueType != typeof(bool)))
            {
                page = page.Replace($"{option.Name} <{option.HelpName}>", $"{option.Name} [{option.HelpName}]", StringComparison.Ordinal);
            }

            foreach (var (name, argument) in command.Subcommands.SelectMany(sub => sub.Arguments.Select(argument => (sub.Name, argument))).Where(pair => pair.argument.Arity.MinimumNumberOfValues == 0))
            {
                page = page.Replace($"{name} <{argument.Name}>", $"{name} [{argument.Name}]", StringComparison.Ordinal);
            }

            return page;
        }
    }
}
