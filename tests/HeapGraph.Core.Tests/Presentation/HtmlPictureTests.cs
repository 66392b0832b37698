using System.Text.Json;
using System.Text.RegularExpressions;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed partial class HtmlPictureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pages");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_page_shows_at_first_the_very_picture_that_is_drawn_elsewhere()
    {
        var sketch = GraphSketch.Read("Line#1..40 -> Order\nstatic S.Orders -> List -- _items --> Order[] -- [0] --> Order");
        var options = new NeighborhoodOptions { TooMany = 5 };
        var shown = ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch["Order"]], 1, options);
        var view = new HtmlView("", UnfoldableNeighborhood.Of(sketch.ToSnapshot(), shown, options), new PictureOptions(ShortNames: true, Refcounts: true)).AsOnPages;
        var statements = new PageStatements(view);
        string[] lines =
        [
            .. statements.Head.Split('\n'), .. view.Picture.Shown.Nodes.Select(node => statements[node.Id]),
            .. statements.Arrows.Where(arrow => Math.Max(arrow.Edge.Source.Id, arrow.Edge.Target.Id) < view.Picture.Shown.Nodes.Count).Select(arrow => arrow.Text),
            .. statements.Tail.Split('\n'),
        ];
        Assert.True(view.Picture.Shown.Nodes.Count < shown.Nodes.Count && view.Picture.Whole.Nodes.Count > shown.Nodes.Count);
        Assert.Equal(PictureDot.Of(shown, [], view.Options).Text.Split('\n').Select(line => line.Trim()), lines.Select(line => line.Trim()));
    }

    [Theory]
    [InlineData("</script><img src=x onerror=alert(1)>")]
    [InlineData("<!--\u2028<script>\"'&")]
    public void No_string_of_the_heap_ends_the_data_or_begins_an_element(string hostile)
    {
        var picture = PresentedSketches.Around("Order", $"static S.Order -> Order\nOrder: 24 bytes, value {hostile}", new NeighborhoodOptions());
        var page = Write(picture, engine: "/* the engine */");
        var json = Data.Match(page).Groups["json"].Value;
        Assert.DoesNotContain('<', json);
        Assert.DoesNotContain("onerror=alert(1)>", page, StringComparison.Ordinal);
        using var data = JsonDocument.Parse(json);
        Assert.Contains(
            data.RootElement.GetProperty("views")[0].GetProperty("nodes").EnumerateArray(),
            node => node.GetProperty("value").GetString() == hostile.Replace("\u2028", "\\u2028", StringComparison.Ordinal));
    }

    [Fact]
    public void The_policy_lets_the_page_run_its_own_script_and_load_nothing()
    {
        var page = Write(PresentedSketches.Shop, engine: "/* the engine */");
        Assert.Matches(
            "content=\"default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; worker-src blob:; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'\"",
            page);
        Assert.DoesNotMatch(@"\s(on\w+|src|href)=""", page[..page.IndexOf("id=\"data\"", StringComparison.Ordinal)]);
    }

    private string Write(ReferenceNeighborhood picture, string? engine)
    {
        var path = Path.Combine(_folder.FullName, "page.html");
        HtmlPicture.Write(
            path, "backrefs", "app.dmp", [new HtmlView("", UnfoldableNeighborhood.Without(picture), new PictureOptions(ShortNames: true, Refcounts: false))],
            engine, TestContext.Current.CancellationToken);
        return File.ReadAllText(path);
    }

    [GeneratedRegex("id=\"data\">(?<json>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data { get; }
}
