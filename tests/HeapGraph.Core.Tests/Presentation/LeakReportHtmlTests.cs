using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>Leak suspects as a page to pass on.</summary>
public sealed partial class LeakReportHtmlTests
{
    private const string Hostile = "</li></main><script>alert(1)</script>&\"'<img src=x onerror=alert(2)>";

    [Fact]
    public void A_report_reads_by_itself()
    {
        var compared = Report("net 30 days").ComparedWith([new BaselineFinding("0123456789ab", "Static field A.B keeps 9,000 C alive", 9_000, 9_000)]);
        var page = Page(compared with { Coverage = new HeapCoverage { BytesTotal = 4096, BytesWalked = 4000, Gaps = [new HeapGap(0x2000, 96, "not in the dump")] } }, LeakPictures.None);
        ExpectedFile.Matches("LeakReport.expected.html", Style.Replace(Hash.Replace(page, "sha256-…"), "<style>…</style>"));
    }

    [NotQuick]
    [Fact]
    public void A_page_runs_no_script_and_loads_nothing()
    {
        var page = Drawn("net 30 days");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.Match(page).Groups[1].Value)));
        Assert.Contains($"content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\"", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script|<link|@import|url\\(|\\ssrc=|\\sstyle=|\\son[a-z]+=|\\shref=\"(?!#finding-)", page);
    }

    [NotQuick]
    [Fact]
    public void Each_chain_is_drawn_for_light_and_for_dark_pages()
    {
        var main = MainOf(Drawn("net 30 days"));
        Assert.Equal(["light", "dark"], main.Descendants("figure").Select(figure => figure.Attribute("class")!.Value));
        Assert.All(main.Descendants("figure"), figure => Assert.Contains("Terms", figure.Value, StringComparison.Ordinal));
        Assert.Equal(["finding-1"], main.Descendants().Attributes("id").Select(id => id.Value));
    }

    [NotQuick]
    [Fact]
    public void Where_drawing_takes_too_long_the_reason_names_what_helps_here()
    {
        var pictures = LeakPictures.Of(Report("net 30 days"), shortNames: true, TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Equal((0, "Graphviz did not finish them in 0 seconds. Ask for fewer suspects: limit."), (pictures.Count, pictures.WhyNone?.In(LibraryWords.Instance)));
    }

    [NotQuick]
    [Theory]
    [InlineData(Hostile)]
    [InlineData("]]><!--\uFFFE\u2028&#60;b&#62;\u0007\u202E")]
    public void No_string_of_the_heap_becomes_markup(string value)
    {
        var page = Drawn(value);
        Assert.DoesNotMatch("<script|<img|<!--", page);
        var tags = MainOf(page).Descendants().Select(element => element.Name.LocalName).Distinct();
        Assert.Subset(MainOf(Drawn("net 30 days")).Descendants().Select(element => element.Name.LocalName).ToHashSet(), tags.ToHashSet());
    }

    [Fact]
    public void The_suspect_reference_is_marked_once_on_its_step()
    {
        var report = Report("net 30 days");
        var finding = Assert.Single(report.Findings);
        var marked = Assert.Single(MainOf(Page(report, LeakPictures.None)).Descendants("mark")).Parent!;
        Assert.StartsWith($".Terms = {finding.Chain!.Steps[finding.SuspectStep].Type.Name} ", marked.Value, StringComparison.Ordinal);
        Assert.Equal(finding.SuspectStep + 1, marked.Ancestors("li").Count());
    }

    [Fact]
    public void A_heap_in_order_says_what_was_looked_for()
    {
        var page = Page(ReportOf("static Shop.Orders.All -> Shop.Order"), LeakPictures.None);
        Assert.Contains("<b>no leak suspects</b>", page, StringComparison.Ordinal);
        Assert.Contains("<li>timers that were never stopped</li>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<table>", page, StringComparison.Ordinal);
    }

    private static string Drawn(string value)
    {
        var report = Report(value);
        var pictures = LeakPictures.Of(report, shortNames: false, TestContext.Current.CancellationToken);
        Assert.Null(pictures.WhyNone);
        return Page(report, pictures);
    }

    private static LeakReport Report(string value) => ReportOf($"""
        static Shop.Orders.All -> Shop.OrderBook
        {string.Join('\n', Enumerable.Range(1, 800).Select(number => $"Shop.OrderBook -> Shop.Page#{number / 20} -> Shop.Order#{number} -- Terms --> string#{number}"))}
        string#1..800: 96 bytes, string, value {value}
        """);

    private static LeakReport ReportOf(string sketch)
    {
        var (snapshot, cancellation) = (GraphSketch.Read(sketch).ToSnapshot(), TestContext.Current.CancellationToken);
        return LeakReport.Of(snapshot, DominatorTree.Of(snapshot.Graph, cancellation), cancellation);
    }

    private static string Page(LeakReport report, LeakPictures pictures)
    {
        using var output = new StringWriter();
        LeakReportHtml.Write(output, "app & co.dmp", LibraryWords.Instance, report, pictures, shortNames: false);
        return output.ToString();
    }

    /// <summary>The findings, which are well-formed: nothing on the heap opens or closes an element.</summary>
    /// <remarks>HTML may hold U+FFFE, XML may not.</remarks>
    private static XElement MainOf(string page) => XElement.Parse(Main.Match(page).Value.Replace('\uFFFE', '?'));

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style { get; }

    [GeneratedRegex("sha256-[A-Za-z0-9+/=]+")]
    private static partial Regex Hash { get; }

    [GeneratedRegex("<main>.*</main>", RegexOptions.Singleline)]
    private static partial Regex Main { get; }
}
