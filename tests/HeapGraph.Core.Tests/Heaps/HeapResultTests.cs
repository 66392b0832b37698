using System.Globalization;
using System.Reflection;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Heaps;

[NotQuick]
public sealed class HeapResultTests(WalkthroughHeaps heaps) : IClassFixture<WalkthroughHeaps>, IDisposable
{
    private readonly Heap _heap = heaps.Before;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("results");

    private HeapResult[] Results =>
    [
        _heap.MostCommonTypes(), _heap.Growth(_heap), _heap.ObjectsOf("MyBigFatObject"), _heap.BackReferences(_heap.ObjectsOf("MyBigFatObject").Take(1)),
        _heap.Chain(_heap.ObjectsOf("MyBigFatObject").Take(1)), _heap.Dominators(), _heap.Triage(),
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_result_is_text_JSON_CSV_markdown_and_HTML_and_a_file_of_each()
    {
        foreach (var result in Results)
        {
            foreach (var (ending, text) in new[] { (".txt", result.ToString()), (".json", result.ToJson()), (".csv", result.ToCsv()), (".md", result.ToMarkdown()) })
            {
                var path = Path.Combine(_folder.FullName, $"result{ending}");
                result.Save(path);
                Assert.True(text.Length > 0);
                Assert.Equal(text, File.ReadAllText(path));
            }

            Assert.StartsWith("{", result.ToJson(), StringComparison.Ordinal);
            Assert.Matches("^<(div|svg|pre)", result.ToHtml());
            var wrong = Assert.ThrowsAny<ArgumentException>(() => result.Save(Path.Combine(_folder.FullName, "result.gif")));
            Assert.Contains(".txt", wrong.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(".png", "\u0089PNG")]
    [InlineData(".svg", "<?xml")]
    [InlineData(".pdf", "%PDF")]
    [InlineData(".dot", "digraph")]
    public void Pictures_are_saved_as_their_ending_says(string ending, string start)
    {
        foreach (var picture in Results.OfType<HeapPicture>())
        {
            var path = Path.Combine(_folder.FullName, $"picture{ending}");
            picture.Save(path);
            Assert.StartsWith(start, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Numbers_read_the_same_in_every_culture_of_the_host()
    {
        Assert.Equal(Texts(), InAnotherCulture(Texts));

        string[] Texts() => [.. Results.Select(result => result.ToString()), _heap.ObjectsOf("*Entry[]").MaxBy(found => found.Bytes)!.ToString()];
    }

    [Fact]
    public void What_reading_says_reads_the_same_in_every_culture_of_the_host()
    {
        var path = Path.Combine(_folder.FullName, "cut.dmp");
        var whole = File.ReadAllBytes(LeakTargetDumps.Mini("BigFatLeak"));
        File.WriteAllBytes(path, whole.AsSpan(0, (int)(whole.Length * 0.97)));
        Assert.Matches("cut short: [1-9][0-9,]{4,} of [1-9][0-9,]{4,} bytes", Said());
        Assert.Equal(Said(), InAnotherCulture(Said));

        string Said()
        {
            using var cut = Heap.Open(path);
            return string.Join(' ', cut.Threads().Report.Coverage.Warnings);
        }
    }

    [Fact]
    public void Hostile_text_of_the_target_is_encoded_in_HTML()
    {
        var html = _heap.MostCommonTypes(0).ToHtml();
        Assert.Contains("List&lt;object&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("List<object>", html, StringComparison.Ordinal);
        Assert.Contains("<table>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_finds_by_name_how_to_show_each_result()
    {
        foreach (var instance in (object[])[.. Results, _heap.ObjectsOf("MyBigFatObject")[0]])
        {
            // What .NET Interactive does (TryRegisterFromConventionBasedFormatterSources in its Formatter.cs).
            var attribute = instance.GetType().GetCustomAttributes(inherit: true).Single(one => one.GetType().Name == "TypeFormatterSourceAttribute");
            var source = Activator.CreateInstance((Type)Property(attribute, "FormatterSourceType"))!;
            var formatters = (System.Collections.IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!;
            var formatter = Assert.Single(formatters.Cast<object>());
            using var written = new StringWriter();
            Assert.Equal(true, formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!.Invoke(formatter, [instance, written]));
            Assert.Equal("text/html", Property(formatter, "MimeType"));
            Assert.Equal(["text/html"], (string[])Property(attribute, "PreferredMimeTypes"));
            Assert.Matches("^<(div|svg|pre)", written.ToString());
        }

        static object Property(object instance, string name) => instance.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public)!.GetValue(instance)!;
    }

    private static T InAnotherCulture<T>(Func<T> work)
    {
        var culture = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberGroupSeparator, other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (".", ",", "~");
        CultureInfo.CurrentCulture = other;
        try
        {
            var done = work();
            Assert.Equal(other, CultureInfo.CurrentCulture);
            return done;
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
