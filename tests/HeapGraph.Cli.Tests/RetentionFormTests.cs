using System.IO.Compression;
using System.Text;
using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The dominator tree as a picture, a page and a profile.</summary>
[NotQuick]
public sealed class RetentionFormTests : IDisposable
{
    private static readonly string Dump = LeakTargetDumps.Heap("BigFatLeak");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("heapgraph-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("heap.html", "<!DOCTYPE html>")]
    [InlineData("heap.svg", "<?xml")]
    [InlineData("heap.png", "\u2030PNG")]
    [InlineData("heap.dot", "digraph heapgraph {")]
    [InlineData("heap.speedscope.json", "{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\"")]
    [InlineData("heap.csv", "type,address,root,level,")]
    public void The_ending_says_what_is_written(string name, string begin)
    {
        var run = CommandRun.Of("dominators", Dump, "-o", FileNamed(name), "--quiet");
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
        var text = name.EndsWith(".png", StringComparison.Ordinal) ? "\u2030" + Encoding.ASCII.GetString(File.ReadAllBytes(FileNamed(name)), 1, 3) : File.ReadAllText(FileNamed(name));
        Assert.StartsWith(begin, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_static_field_stands_above_what_it_keeps_alive_and_all_adds_up_to_the_reachable_bytes()
    {
        var profile = JsonElement.Parse(CommandRun.Of("dominators", Dump, "--format", "speedscope", "--short", "--quiet").Output);
        var frames = profile.GetProperty("shared").GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("name").GetString()).ToArray();
        var bytes = profile.GetProperty("profiles")[0];
        var stacks = bytes.GetProperty("samples").EnumerateArray().Select(stack => string.Join(" > ", stack.EnumerateArray().Select(frame => frames[frame.GetInt32()])));
        Assert.Contains("static Shop.Catalog.Items > Dictionary<int, MyBigFatObject> > Dictionary<int, MyBigFatObject>.Entry[] > MyBigFatObject > byte[]", stacks);
        Assert.Equal(
            JsonElement.Parse(CommandRun.Of("dominators", Dump, "--format", "json").Output).GetProperty("totals").GetProperty("bytes").GetInt64(),
            bytes.GetProperty("weights").EnumerateArray().Sum(weight => weight.GetInt64()));
    }

    [Fact]
    public void A_pprof_profile_is_a_gzipped_file()
    {
        Assert.Equal(0, CommandRun.Of("dominators", Dump, "-o", FileNamed("heap.pb.gz")).ExitCode);
        using var unzipped = new StreamReader(new GZipStream(File.OpenRead(FileNamed("heap.pb.gz")), CompressionMode.Decompress));
        Assert.Contains("static Shop.Catalog.Items", unzipped.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Below_an_address_the_picture_begins_there_and_with_a_share_of_zero_nothing_is_summed_up()
    {
        var top = JsonElement.Parse(CommandRun.Of("dominators", Dump, "--format", "json").Output).GetProperty("nodes")[0].GetProperty("address").GetString()!;
        var run = CommandRun.Of("dominators", Dump, "--under", top, "--min-share", "0", "--format", "flamegraph", "--short");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("<g><title>System.Collections.Generic.Dictionary&lt;int, MyBigFatObject&gt; " + top, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(others):", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A pprof profile is no text.", "--format", "pprof")]
    [InlineData("Sums make no tree to draw.", "--format", "flamegraph", "--by", "type")]
    [InlineData("'x.png' can't be written as flamegraph.", "--format", "flamegraph", "-o", "x.png")]
    [InlineData("'x.json' can't be written as flamegraph.", "--format", "flamegraph", "-o", "x.json")]
    [InlineData("'x.html' can't be written as pprof.", "--format", "pprof", "-o", "x.html")]
    [InlineData("'x.svg' can't be written as speedscope.", "--format", "speedscope", "-o", "x.svg")]
    [InlineData("'x.html' can't be written as csv.", "--format", "csv", "-o", "x.html")]
    [InlineData("--min-share takes a percentage from 0 to 100.", "--min-share", "101", "-o", "x.html")]
    public void What_can_not_be_is_a_sentence(string message, params string[] args)
    {
        var run = CommandRun.Of(["dominators", Dump, .. args]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    private string FileNamed(string name) => Path.Combine(_folder.FullName, name);
}
