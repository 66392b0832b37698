using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What the program says to a command line before it looks at any target.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("There is no command 'comon'.", "Did you mean common?", "comon")]
    [InlineData("There is no option '--limt'.", "Did you mean --limit?", "common", "--limt", "3")]
    [InlineData("There is no option '--frmat'.", "Did you mean --format?", "ps", "--frmat", "json")]
    [InlineData("No command was given.", "heapgraph --help")]
    [InlineData("'extra' is one word too many.", "heapgraph ps --help", "ps", "extra")]
    [InlineData("'-3' is no value for --limit", "heapgraph common --help", "common", "--limit", "-3")]
    [InlineData("'0' is no value for --max-nodes", "heapgraph refs --help", "refs", "--type", "X", "--max-nodes", "0")]
    [InlineData("'0' is no value for --paths", "heapgraph chain --help", "chain", "--type", "X", "--paths", "0")]
    [InlineData("No object was chosen.", "--type", "chain", "x.dmp")]
    [InlineData("'101' is no value for --max-depth", "heapgraph dominators --help", "dominators", "--max-depth", "101")]
    [InlineData("'7fzz' is no address.", "in hex", "dominators", "x.dmp", "--under", "7fzz")]
    [InlineData("'1' is no value for --times", "heapgraph growth --help", "growth", "--times", "1")]
    [InlineData("'5x' is no value for --every", "heapgraph growth --help", "growth", "--every", "5x")]
    [InlineData("'99999999h' is no value for --every", "heapgraph growth --help", "growth", "--every", "99999999h")]
    [InlineData("More than one target was given.", "--pid", "common", "x.dmp", "--pid", "1")]
    [InlineData("More than one target was given.", "--pid", "growth", "x.dmp", "y.dmp", "--pid", "1")]
    [InlineData("'/(/' is no regular expression", "Quote it", "common", "x.dmp", "--type", "/(/")]
    [InlineData("'backrefs' writes no .gif file.", ".png", "backrefs", "x.dmp", "--type", "X", "-o", "x.gif")]
    [InlineData("'x.png' can't be written as json.", "Leave out --format", "backrefs", "x.dmp", "--type", "X", "-o", "x.png", "--format", "json")]
    [InlineData("'xml' is no value for --format: it takes csv, json, markdown or table.", "heapgraph common --help", "common", "x.dmp", "--format", "xml")]
    [InlineData("'x' is no value for --generation", "heapgraph common --help", "common", "x.dmp", "--generation", "gen1", "--generation", "x")]
    [InlineData("--every is for a live process.", "leave the option out", "growth", "/dev/null", "/dev/null", "--every", "1s")]
    [InlineData("--times is for a live process.", "leave the option out", "growth", "/dev/null", "/dev/null", "--times", "2")]
    [InlineData("There is no process 0.", "", "common", "--pid", "0")]
    [InlineData("'' is no file.", "-o", "common", "x.dmp", "-o", "")]
    [InlineData("'common' writes no .png file.", ".json .csv .md .txt", "common", "x.dmp", "-o", "x.png")]
    [InlineData("'growth' writes no .dmp file.", ".json .csv .md .txt", "growth", "x.dmp", "y.dmp", "-o", "z.dmp")]
    [InlineData("'triage' writes no .svg file.", ".html", "triage", "x.dmp", "-o", "x.SVG")]
    [InlineData("'./x.core' is what is read.", "Name another file", "common", "x.core", "-o", "./x.core")]
    [InlineData("A dump can't be written to '/dev/null'.", "on a disk", "capture", "--pid", "1", "-o", "/dev/null")]
    [InlineData("A .gcdump can't be written.", "core dump", "capture", "--pid", "1", "-o", "x.gcdump")]
    [InlineData("No file was named.", "-o", "capture", "--pid", "1", "-o", "-")]
    public void A_wrong_line_is_answered_with_what_is_wrong_and_what_to_type(string sentence, string hint, params string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(sentence, lines[0], StringComparison.Ordinal);
        Assert.Contains(hint, lines[1], StringComparison.Ordinal);
    }

    [NotQuick]
    [Fact]
    public void The_version_is_a_number_and_nothing_else()
    {
        var run = ToolProcess.Run("--version");
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", run.Output);
    }

    [NotQuick]
    [Fact]
    public void The_tool_as_built_carries_no_login_clients_and_still_reads()
    {
        var run = ToolProcess.Run("backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("static Shop.Catalog.Items", run.Output, StringComparison.Ordinal);
        var folder = Path.Combine(Repository.Root, "src", "HeapGraph.Cli", "bin", Repository.Configuration, "net10.0");
        Assert.Empty(Directory.GetFiles(folder, "Microsoft.Identity*.dll"));
    }

    [NotQuick]
    [Fact]
    public void Colour_is_for_terminals_only_and_not_where_NO_COLOR_is_set()
    {
        string[] args = ["backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "--no-progress"];
        Assert.Contains("\u001b[1m", ToolProcess.RunOnTerminal(null, args), StringComparison.Ordinal);
        var plain = ToolProcess.RunOnTerminal("1", args);
        Assert.Contains("MyBigFatObject", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("m", Escapes(plain), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ToolProcess.Run(args).Output);
    }

    /// <summary>The last characters of all escape sequences: m sets a colour.</summary>
    private static string Escapes(string text) =>
        string.Concat(System.Text.RegularExpressions.Regex.Matches(text, "\u001b\\[[0-9;?]*([a-zA-Z])").Select(match => match.Groups[1].Value));
}
