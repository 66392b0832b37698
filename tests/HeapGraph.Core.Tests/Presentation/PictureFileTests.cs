using System.Runtime.Versioning;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

[UnsupportedOSPlatform("windows")]   // stands in for dot with shell scripts
[NotQuick]
public sealed class PictureFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pictures");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(".png", "\u0089PNG")]
    [InlineData(".svg", "<?xml")]
    [InlineData(".pdf", "%PDF")]
    [InlineData(".dot", "digraph")]
    [InlineData(".JSON", "{\n")]
    public void The_ending_chooses_the_kind_of_file(string ending, string start)
    {
        Write($"refs{ending}", PresentedSketches.Shop, TestContext.Current.CancellationToken);
        Assert.StartsWith(start, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(At($"refs{ending}"))), StringComparison.Ordinal);
        Assert.Single(_folder.GetFiles());
    }

    [Theory]
    [InlineData(".svg", "<?xml")]
    [InlineData(".json", "{\n  \"schema\": \"heapgraph.chain/1\"")]
    public void Chains_are_written_as_their_ending_says(string ending, string start)
    {
        var chains = new HeapChains(
            "app.dmp", PresentedSketches.Chains, 24, new PictureOptions(ShortNames: true, Refcounts: false), new(() => ChainPicture.Of(PresentedSketches.Chains, 24, 300)));
        chains.Save(At($"chain{ending}"));
        Assert.StartsWith(start, File.ReadAllText(At($"chain{ending}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_ending_is_answered_with_those_that_can_be_written()
    {
        var failure = Assert.ThrowsAny<ArgumentException>(() => Write("refs.gif", PresentedSketches.Shop, CancellationToken.None));
        Assert.Contains(".png .svg .pdf .dot ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("star", null)]
    [InlineData("chain", null)]
    [InlineData("web", "without labels")]
    [InlineData("dense", "without labels")]
    public void A_picture_of_300_objects_is_drawn_or_drawn_plainer_with_a_line_that_says_so(string shape, string? remark)
    {
        // Types of their own, or they would be one box.
        var text = string.Join('\n', Enumerable.Range(1, 299).SelectMany(number => (IEnumerable<string>)(shape switch
        {
            "star" => [$"T{number} -- _customer --> Target"],
            "chain" => [$"T{number} -- _next --> {(number == 1 ? "Target" : $"T{number - 1}")}"],
            "web" => [$"T{number} -- _up --> {(number < 5 ? "Target" : $"T{number / 5}")}", $"T{number} -- _twin --> T{(number * 7 % 299) + 1}"],
            _ => [$"T{number} -- _target --> Target", .. Enumerable.Range(1, 100).Select(step => $"T{number} -- _other --> T{((number + step) % 299) + 1}")],
        })));
        var picture = PresentedSketches.Around("Target", text, new NeighborhoodOptions { TooMany = 300, MaxDepth = 300 });
        Assert.Equal(300, picture.Nodes.Count);

        var said = Write("refs.svg", picture, TestContext.Current.CancellationToken);
        Assert.Equal(300, File.ReadAllText(At("refs.svg")).Split("class=\"node\"").Length - 1);
        Assert.Contains(remark ?? "", string.Join('\n', said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_picture_leaves_no_file()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Write("refs.png", PresentedSketches.Shop, cancelled.Token));
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var failure = Assert.ThrowsAny<IOException>(() => Write("missing/refs.dot", PresentedSketches.Shop, CancellationToken.None));
        Assert.Contains("There is no folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dot_program_that_hangs_is_ended_at_the_time_limit()
    {
        var failure = Assert.Throws<GraphvizTimeoutException>(() => Run("sleep 1000", TimeSpan.FromMilliseconds(1)));
        Assert.Contains("did not finish", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dot_program_that_is_no_longer_waited_for_is_killed_with_its_children()
    {
        using var cancelled = new CancellationTokenSource();
        var drawing = Task.Run(() => RunUntil("sleep 1000 & echo $! > \"$0.child\"; wait", TimeSpan.FromHours(1), cancelled.Token), TestContext.Current.CancellationToken);
        var child = "";
        Assert.True(SpinWait.SpinUntil(() => File.Exists(At("program.child")) && (child = File.ReadAllText(At("program.child"))).EndsWith('\n'), Patience));
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drawing);
        Assert.True(SpinWait.SpinUntil(() => HasEnded(child.Trim()), Patience));
    }

    [Fact]
    public void A_dot_program_that_fails_is_quoted_with_its_first_line()
    {
        var failure = Assert.Throws<GraphvizException>(() => Run("echo 'Format: \"png\" not recognized.' >&2; echo more >&2; exit 1", TimeSpan.FromMinutes(1)));
        Assert.Equal("Graphviz failed: Format: \"png\" not recognized.", failure.Message);
    }

    [Theory]
    [InlineData(":")]
    [InlineData("echo garbage")]
    [InlineData("printf '\\211PNG and then nothing'")]
    public void A_dot_program_that_draws_no_whole_picture_is_not_believed(string script)
    {
        var failure = Assert.Throws<GraphvizException>(() => Run($"cat >/dev/null; {script}", TimeSpan.FromMinutes(1)));
        Assert.Equal("Graphviz ended without a whole picture.", failure.Message);
    }

    [Fact]
    public void A_missing_dot_program_is_answered_with_a_way_to_install_it()
    {
        var failure = Assert.Throws<GraphvizException>(() =>
            GraphvizRunner.Draw(At("nowhere"), TimeSpan.FromMinutes(1), "digraph { }", "png", TestContext.Current.CancellationToken));
        Assert.StartsWith("Install", failure.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ID=debian", false, "Install it with: sudo apt-get install -y graphviz.")]
    [InlineData("NAME=x|ID_LIKE=\"rhel centos fedora\"|ID=\"rocky\"", true, "Install it with: dnf install -y graphviz.")]
    [InlineData("ID=alpine", true, "Install it with: apk add graphviz font-dejavu.")]
    [InlineData("ID=plan9", true, "Install the package 'graphviz' of this system.")]
    public void The_install_command_is_that_of_the_distribution(string release, bool isRoot, string expected) =>
        Assert.Equal(expected, GraphvizInstall.HintFor(release.Split('|'), isRoot));

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private IReadOnlyList<string> Write(string name, ReferenceNeighborhood picture, CancellationToken cancellation)
    {
        var result = new HeapNeighborhood("app.dmp", picture, new PictureOptions(ShortNames: true, Refcounts: false));
        return OutputFormat.For(result.GetType(), At(name), null).Write(result, new Destination { Path = At(name), Cancellation = cancellation });
    }

    private static bool HasEnded(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private void Run(string script, TimeSpan timeLimit) => RunUntil(script, timeLimit, TestContext.Current.CancellationToken);

    private void RunUntil(string script, TimeSpan timeLimit, CancellationToken cancellation)
    {
        var program = At("program");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        GraphvizRunner.Draw(program, timeLimit, "digraph { }", "png", cancellation);
    }
}
