using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Graphviz;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class MermaidTextTests
{
    [Fact]
    public void A_picture_is_a_flowchart_with_each_object_its_slots_and_its_root() => Assert.StartsWith(
        """
        flowchart TB
          n0["Target<br>24 B"]:::target
          n1["Order<br>24 B"]:::object
          n2[("static<br>Shop.Cache.Items")]:::root
          n1 -->|"_customer"| n0
          n2 --> n1
        """,
        Mermaid("static Shop.Cache.Items -> Order -- _customer --> Target"),
        StringComparison.Ordinal);

    [Fact]
    public void What_Mermaid_or_a_page_would_read_as_its_own_is_written_by_name()
    {
        var text = Mermaid("List<Order> -- [\"a|b\"] --> Target");
        Assert.Contains("n1[\"List&lt;Order&gt;<br>24 B\"]", text, StringComparison.Ordinal);
        Assert.Contains("&quot;a&vert;b&quot;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<Order>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_of_the_target_does_not_set_up_the_drawing() =>
        Assert.DoesNotContain("%%", Mermaid("Order -- [\"%%{init:{}}%%\"] --> Target"), StringComparison.Ordinal);

    [Fact]
    public void A_picture_that_GitHub_would_not_draw_says_so()
    {
        var sketch = string.Join('\n', Enumerable.Range(0, 100).SelectMany(number =>
            (string[])[$"T{number} -- _target --> Target", .. Enumerable.Range(1, 9).Select(step => $"T{number} -- _other --> T{(number + step) % 100}")]));
        Assert.Contains("draw no more than 500 arrows", Mermaid(sketch, new NeighborhoodOptions { TooMany = 300, MaxDepth = 300 }), StringComparison.Ordinal);
        Assert.DoesNotContain("draw no more", Mermaid("Order -> Target"), StringComparison.Ordinal);
    }

    private static string Mermaid(string sketch, NeighborhoodOptions? options = null)
    {
        using var output = new StringWriter();
        new HeapNeighborhood("app.dmp", PresentedSketches.Around("Target", sketch, options ?? new()), new PictureOptions(ShortNames: true, Refcounts: false))
            .Write(output, OutputFormat.Mermaid);
        return output.ToString();
    }
}
