using System.Text.RegularExpressions;
using HeapGraph.Core.Inspections;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What <c>--help</c> prints.</summary>
public sealed partial class HelpTests
{
    /// <summary>All commands, as help lists them.</summary>
    public static string[] Commands => [.. ListedCommand().Matches(CommandRun.Of("--help").Output.Split("Start here:")[1].Split("\nHelp:")[0]).Select(command => command.Groups[1].Value)];

    [Fact]
    public void Help_of_every_command_fits_80_columns_where_it_is_piped()
    {
        Assert.Contains("doctor", Commands);
        foreach (var command in Commands.Prepend(""))
        {
            var run = CommandRun.Of(command.Length > 0 ? [command, "--help"] : ["--help"]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.All(run.Output.Split('\n'), line =>
            {
                Assert.InRange(line.Length, 0, 80);
                Assert.Equal(line.TrimEnd(), line);
            });
        }
    }

    [Fact]
    public void Help_of_every_command_ends_with_examples_that_parse()
    {
        foreach (var command in Commands)
        {
            var output = CommandRun.Of(command, "--help").Output;
            var examples = output[output.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..];
            Assert.NotEmpty(examples);
            Assert.All(examples, example =>
            {
                var line = Line().Match(example).Value;
                Assert.StartsWith($"heapgraph {command}", line, StringComparison.Ordinal);
                Assert.Equal(0, CommandRun.Of([.. line.TrimEnd().Split(' ')[1..], "--help"]).ExitCode);
            });
        }
    }

    [Fact]
    public void Each_rule_of_triage_is_explained_from_within_the_tool()
    {
        foreach (var rule in AllInspections.List)
        {
            Assert.Contains($"{rule.Name} ", CommandRun.Of("explain").Output, StringComparison.Ordinal);
            var entry = CommandRun.Of("explain", rule.Name);
            Assert.Equal((0, ""), (entry.ExitCode, entry.Error));
            Assert.StartsWith($"{rule.Name}\n\nLooks for {rule.Subject}.\n", entry.Output, StringComparison.Ordinal);
            Assert.EndsWith($"In order, though it looks the same: {rule.FalseAlarms}\n", entry.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("```", entry.Output, StringComparison.Ordinal);
        }

        var unknown = CommandRun.Of("explain", "event-handler");
        Assert.Equal(2, unknown.ExitCode);
        Assert.StartsWith("There is no rule 'event-handler'.\nThe nearest names: event-handlers", unknown.Error, StringComparison.Ordinal);
    }

    [NotQuick]
    [Theory]
    [InlineData(60)]
    [InlineData(110)]
    public void On_a_terminal_help_is_as_wide_as_that(int columns)
    {
        var help = ToolProcess.RunOnTerminal(columns, "common", "--help").Replace("\r", "", StringComparison.Ordinal).Split("Examples:")[0];
        Assert.Contains("Types with the number of their objects, bytes,", help, StringComparison.Ordinal);
        Assert.InRange(help.Split('\n').Max(line => line.Length), columns - 10, columns);
    }

    // An example may stand within a line of a shell.
    [GeneratedRegex("heapgraph [^|)>#]*")]
    private static partial Regex Line();

    [GeneratedRegex("^  ([a-z][a-z-]*)", RegexOptions.Multiline)]
    private static partial Regex ListedCommand();
}
