using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Flame;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class FlameTests
{
    [Fact]
    public void A_flame_graph_is_one_svg_that_is_as_wide_as_the_bytes() => ExpectedFile.Matches("Retention.expected.svg", Svg());

    [Fact]
    public void A_node_of_the_svg_is_as_wide_as_its_share()
    {
        var boxes = XDocument.Parse(Svg()).Descendants().Where(box => box.Name.LocalName == "g")
            .DistinctBy(box => box.Elements().First().Value.Split(": ")[0])
            .ToDictionary(box => box.Elements().First().Value.Split(": ")[0], box => double.Parse(box.Elements().ElementAt(1).Attribute("width")!.Value));
        Assert.Equal(1180, boxes["reachable objects"]);
        Assert.Equal(1180.0 * 43432 / 47528, boxes["static Shop.Cache.Orders"], 0.01);
        Assert.Equal(boxes["static Shop.Cache.Orders"], boxes.First(box => box.Key.StartsWith("System.Collections.Generic.List<Shop.Order>", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public void A_tree_of_boxes_is_drawn_by_graphviz() =>
        ExpectedFile.Matches("Retention.expected.dot", RetentionDot.Of("app.dmp", RetentionSketch.Tree, shortNames: true));

    [Fact]
    public void A_page_runs_nothing_but_its_own_script_and_loads_nothing()
    {
        var page = Html(RetentionSketch.Tree);
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]+)\"").Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src 'sha256-{HashOf(Regex.Match(page, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)}'", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src 'sha256-{HashOf(Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value)}'", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?:|\\ssrc=|\\shref=|\\sstyle=|\\son[a-z]+=", page);
    }

    [Fact]
    public void No_name_on_the_heap_can_end_the_script_or_become_markup()
    {
        var tree = RetentionSketch.Of("static </script><img> -> Evil&\"<b>", new RetentionTreeOptions());
        Assert.Equal(2, Regex.Count(Html(tree), "</script>"));
        Assert.DoesNotContain("<img>", Html(tree), StringComparison.Ordinal);
        using var svg = new StringWriter();
        FlameSvg.Write(svg, "a<b>&.dmp", tree, shortNames: false);
        Assert.Contains(XDocument.Parse(svg.ToString()).Descendants(), element => element.Value.StartsWith("static </script><img>: ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_heap_is_drawn_all_the_same()
    {
        var tree = RetentionSketch.Of("Lost", new RetentionTreeOptions());
        using var svg = new StringWriter();
        FlameSvg.Write(svg, "app.dmp", tree, shortNames: false);
        Assert.Contains("reachable objects 0 B", svg.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"b\":0}", Html(tree), StringComparison.Ordinal);
    }

    private static string Svg()
    {
        using var output = new StringWriter();
        FlameSvg.Write(output, "app.dmp", RetentionSketch.Tree, shortNames: false);
        return output.ToString();
    }

    private static string Html(RetentionTree tree)
    {
        using var output = new StringWriter();
        FlameHtml.Write(output, "app.dmp", tree, shortNames: false, LibraryWords.Instance);
        return output.ToString();
    }

    private static string HashOf(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
