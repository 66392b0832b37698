using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>docs/walkthrough.md, as a reader follows it: each command, each line of code, and the picture.</summary>
[NotQuick]
public sealed partial class WalkthroughTests : IDisposable
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // What else lives in a .NET process is no part of the page's promise.
    private static readonly string[] OfTheProgram = ["MyBigFatObject", "List<object>", "Dictionary<string, object>", "Walkthrough."];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_prints_what_the_page_says()
    {
        var page = File.ReadAllText(Path.Combine(Docs, "walkthrough.md"));
        using var target = LeakTarget.Start("Walkthrough");
        var output = "";
        foreach (Match block in FencedBlock().Matches(page))
        {
            var (language, lines) = (block.Groups[1].Value, block.Groups[2].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            if (language == "sh")
            {
                output = string.Concat(lines.Select(line => Run(line, target)));
            }
            else if (language.Length == 0)
            {
                var printed = output.Split('\n').Select(Normal).ToHashSet();
                Assert.All(lines.Where(line => OfTheProgram.Any(line.Contains)), line => Assert.Contains(Normal(line), printed));
            }
        }

        Assert.Contains("walkthrough.svg", page, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("HEAPGRAPH_WRITE_EXPECTED") == "1")
        {
            File.Copy(_folder.At("drawn.svg"), Path.Combine(Docs, "walkthrough.svg"), overwrite: true);
        }

        Assert.Equal(TextsIn(Path.Combine(Docs, "walkthrough.svg")), TextsIn(_folder.At("drawn.svg")));
        Assert.Equal(TextsIn(_folder.At("drawn.svg")), TextsIn(_folder.At("walkthrough.svg")));   // the script's
    }

    [Theory]
    [InlineData("docs/walkthrough.md")]
    [InlineData("src/HeapGraph.Core/README.md")]
    public void Every_line_of_code_on_the_page_is_in_the_program_or_in_the_script(string page)
    {
        var sources = string.Concat(
            File.ReadAllText(Path.Combine(Docs, "hunt.cs")), File.ReadAllText(Path.Combine(Repository.Root, "tests", "LeakTargets", "Walkthrough", "Program.cs")));
        var code = FencedBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))
            .Where(block => block.Groups[1].Value == "csharp").SelectMany(block => block.Groups[2].Value.Split('\n')).ToArray();
        Assert.NotEmpty(code);
        Assert.All(code, line => Assert.Contains(line, sources, StringComparison.Ordinal));
    }

    private string Run(string line, LeakTarget target)
    {
        var words = Word().Matches(line).Select(word => word.Value.Trim('\'')).ToArray();
        if (words is ["dotnet", "run", var script, "--", .. var dumps])
        {
            return RunScript(script, dumps);
        }

        Assert.Equal("heapgraph", words[0]);
        var picture = Array.IndexOf(words, "walkthrough.svg");
        if (picture >= 0)
        {
            words[picture] = "drawn.svg";
        }

        if (Array.IndexOf(words, "--address") is > 0 and var option)
        {
            using var heap = Heap.Open(_folder.At("after.dmp"));
            words[option + 1] = $"{heap.ObjectsOf("List<object>").Single(list => list.Referrers.Count == 3).Address:x}";
        }

        var run = ToolProcess.RunIn(_folder.Path, [.. words[1..].Select(word => word == "1234" ? $"{target.Id}" : word)]);
        Assert.True(run.ExitCode == 0, $"{line}: {run.ExitCode} {run.Error}");
        if (words.Contains("before.dmp") && words[1] == "capture")
        {
            target.Send("grow", "grown");
        }

        return run.Output;
    }

    private string RunScript(string script, string[] dumps)
    {
        var start = new ProcessStartInfo("dotnet", ["run", "-c", Repository.Configuration, Path.Combine(Repository.Root, script), "--", .. dumps])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };

        // No server of the build outlives the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["NuGetAudit"] = "false";   // which asks the network
        using var run = Process.Start(start)!;
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        if (!run.WaitForExit(Patience))
        {
            run.Kill(entireProcessTree: true);
        }

        run.WaitForExit();
        Assert.True(run.ExitCode == 0, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
        return output.GetAwaiter().GetResult();
    }

    private static string[] TextsIn(string svg) =>
        [.. XDocument.Load(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => Normal(element.Value)).Order(StringComparer.Ordinal)];

    private static string Normal(string line) => Spaces().Replace(Generation().Replace(Address().Replace(line, "ADDRESS"), "GENERATION"), " ").Trim();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedBlock();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\b[0-9a-f]{9,16}\b")]
    private static partial Regex Address();

    // How often the collector ran is not the page's promise.
    [GeneratedRegex(@"\bgen[012]\b")]
    private static partial Regex Generation();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
