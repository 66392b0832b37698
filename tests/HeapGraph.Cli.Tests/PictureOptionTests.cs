using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>objgraph's parameters of pictures, and those that it lacks.</summary>
[NotQuick]
public sealed class PictureOptionTests : IDisposable
{
    private static readonly string Dump = LeakTargetDumps.Heap("BigFatLeak");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Equal_siblings_are_folded_with_their_number_and_size_in_every_output()
    {
        string[] refs = ["refs", Dump, "--type", "Dictionary<int, MyBigFatObject>.Entry[]", "--max-depth", "1", "--short"];
        Assert.Contains("19,997 more × MyBigFatObject, 624.9 KB", Output(refs), StringComparison.Ordinal);
        Assert.Contains("20,000 × MyBigFatObject\\n625 KB", Dot(refs), StringComparison.Ordinal);

        using var json = JsonDocument.Parse(Output([.. refs, "--format", "json"]));
        var fold = json.RootElement.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("kind").GetString() == "more");
        Assert.Equal(("MyBigFatObject", 19_997, 639_904), (fold.GetProperty("type").GetString(), fold.GetProperty("hidden").GetInt32(), fold.GetProperty("bytes").GetInt32()));
    }

    [Fact]
    public void Extra_info_tells_what_an_object_retains_its_generation_and_its_address()
    {
        string[] refs = ["refs", Dump, "--type", "MyBigFatObject", "--extra-info", "retained", "--extra-info", "generation", "--extra-info", "address"];
        Assert.Matches(@"MyBigFatObject [0-9a-f]+, 32 B, retains 19\d B, gen[012]\n", Output(refs));
        Assert.Matches(@"<b>retains 19\d B</b></font><br/>MyBigFatObject<br/>[0-9a-f]{8,}<br/><font [^>]+>32 B itself, gen[012]</font>", Dot(refs));

        using var json = JsonDocument.Parse(Output([.. refs, "--format", "json"]));
        var chosen = json.RootElement.GetProperty("nodes")[0];
        Assert.InRange(chosen.GetProperty("retainedBytes").GetInt32(), 190, 199);
        Assert.StartsWith("gen", chosen.GetProperty("generation").GetString(), StringComparison.Ordinal);
        Assert.Contains("retains ", Dot(["chain", Dump, "--type", "MyBigFatObject", "--extra-info", "retained"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Refcounts_count_those_that_keep_an_object_alive()
    {
        string[] backrefs = ["backrefs", Dump, "--type", "MyBigFatObject", "--refcounts", "--short-names"];
        Assert.Contains("MyBigFatObject [1] ", Output(backrefs), StringComparison.Ordinal);
        Assert.Contains("<br/>MyBigFatObject [1]<br/>", Dot(backrefs), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_shows_only_its_types_and_an_ignored_object_hides_what_lies_behind_it()
    {
        var all = Output(["backrefs", Dump, "--type", "MyBigFatObject", "--short"]);
        Assert.Contains("static Shop.Catalog.Items", all, StringComparison.Ordinal);

        var filtered = Output(["backrefs", Dump, "--type", "MyBigFatObject", "--short", "--filter", "*.Entry[]"]);
        Assert.Contains(".Entry[]", filtered, StringComparison.Ordinal);
        Assert.DoesNotContain("_entries of", filtered, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(Output(["chain", Dump, "--type", "MyBigFatObject", "--format", "json"]));
        var dictionary = json.RootElement.GetProperty("chains")[0].GetProperty("steps")[0].GetProperty("address").GetString()!;
        Assert.DoesNotContain("Catalog", Output(["backrefs", Dump, "--type", "MyBigFatObject", "--ignore", dictionary]), StringComparison.Ordinal);
        Assert.Contains("left out", Output(["chain", Dump, "--type", "MyBigFatObject", "--ignore", "0x" + dictionary]), StringComparison.Ordinal);
        Assert.Equal(2, CommandRun.Of("backrefs", Dump, "--type", "MyBigFatObject", "--ignore", "1").ExitCode);
        Assert.Equal(2, CommandRun.Of("backrefs", Dump, "--type", "MyBigFatObject", "--filter", "NoSuchType").ExitCode);
    }

    [Fact]
    public void Boxes_are_links_where_a_template_says_so()
    {
        var run = CommandRun.Of(
            "backrefs", Dump, "--type", "MyBigFatObject", "--raw", "--url", "http://localhost/?a={address}&t={type}&q=\"", "-o", _folder.At("refs.svg"));
        Assert.Equal(0, run.ExitCode);
        var svg = File.ReadAllText(_folder.At("refs.svg"));
        Assert.Matches("xlink:href=\"http://localhost/\\?a=[0-9a-f]+&amp;t=MyBigFatObject&amp;q=%22\"", svg);
        Assert.Contains("t=System.Collections.Generic.Dictionary%3Cint%2C%20MyBigFatObject%3E", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dark_theme_is_light_on_dark_and_an_unknown_one_is_refused()
    {
        Assert.Contains("bgcolor=\"#14161a\"", Dot(["backrefs", Dump, "--type", "MyBigFatObject", "--theme", "dark"]), StringComparison.Ordinal);
        Assert.Contains("bgcolor=\"white\"", Dot(["backrefs", Dump, "--type", "MyBigFatObject"]), StringComparison.Ordinal);
        Assert.Equal(2, CommandRun.Of("backrefs", Dump, "--type", "MyBigFatObject", "--theme", "pink").ExitCode);
    }

    private static string Output(string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.Equal(0, run.ExitCode);
        return run.Output;
    }

    private string Dot(string[] args)
    {
        Assert.Equal(0, CommandRun.Of([.. args, "-o", _folder.At("picture.dot")]).ExitCode);
        return File.ReadAllText(_folder.At("picture.dot"));
    }
}
