using System.Diagnostics;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>heapgraph(1): what <c>heapgraph manual</c> prints, and packages carry as docs/heapgraph.1.</summary>
public sealed partial class ManualTests
{
    [Fact]
    public void The_page_that_packages_carry_is_the_one_that_the_command_prints() =>
        ExpectedFile.Matches(Path.Combine("..", "..", "docs", "heapgraph.1"), CommandRun.Of("manual").Output);

    [Fact]
    public void It_names_each_command_option_and_exit_code()
    {
        var page = CommandRun.Of("manual").Output.Replace(@"\-", "-", StringComparison.Ordinal).Replace(@"\fR", "", StringComparison.Ordinal);
        var options = OptionTerm().Matches(page).SelectMany(term => term.Groups[1].Value.Split(", ")).ToHashSet();
        foreach (var command in HelpTests.Commands)
        {
            Assert.Contains($".SS \"heapgraph {command}", page, StringComparison.Ordinal);
            var named = NamedOption().Matches(CommandRun.Of(command, "--help").Output.Split("Usage:")[1].Split("Examples:")[0]).Select(option => option.Value).Where(name => name != "-?").ToArray();
            Assert.NotEmpty(named);
            Assert.Empty(named.Except(options));
        }

        Assert.All(typeof(ExitCode).GetFields(), code => Assert.Contains($".TP\n\\fB{code.GetRawConstantValue()}\n", page, StringComparison.Ordinal));
    }

    [NotQuick]
    [Fact]
    public void A_formatter_finds_nothing_wrong_with_it_and_shows_examples_as_they_are_typed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/groff"), "groff is not installed.");
        var (text, warnings) = Format(CommandRun.Of("manual").Output);
        Assert.Equal("", warnings);
        Assert.Contains("heapgraph what-if app.dmp --cut Order._customer --cut 'Session[]'", text, StringComparison.Ordinal);
        Assert.Contains("-o, --output FILE", text, StringComparison.Ordinal);
    }

    private static (string Text, string Warnings) Format(string page)
    {
        using var groff = Process.Start(new ProcessStartInfo("groff", ["-man", "-ww", "-Tutf8", "-P-c", "-P-b", "-P-u"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (text, warnings) = (groff.StandardOutput.ReadToEndAsync(), groff.StandardError.ReadToEndAsync());
        groff.StandardInput.Write(page);
        groff.StandardInput.Close();
        return (text.GetAwaiter().GetResult(), warnings.GetAwaiter().GetResult());
    }

    [GeneratedRegex(@"^\.TP\n\\fB(-[^ ,\n]*(?:, [^ ,\n]*)*)", RegexOptions.Multiline)]
    private static partial Regex OptionTerm();

    [GeneratedRegex(@"(?<=^  |, )--?[a-z?][a-z-]*", RegexOptions.Multiline)]
    private static partial Regex NamedOption();
}
