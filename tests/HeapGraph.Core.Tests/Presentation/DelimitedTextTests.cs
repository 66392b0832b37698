using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class DelimitedTextTests
{
    private static readonly TableView Odd = new(
        ["a|b"], [TableColumn.Long("type"), TableColumn.Number("objects"), TableColumn.Number("objects +/-")], [["Dict<\"a\", b>", 20_000L, new SignedNumber(-1_000)], ["two\nlines", 1L, new SignedNumber(5)]], ["end"]);

    [Fact]
    public void CSV_holds_plain_numbers_and_quotes_what_RFC_4180_quotes() => Assert.Equal(
        "type,objects,objects +/-\r\n\"Dict<\"\"a\"\", b>\",20000,-1000\r\ntwo\\nlines,1,5\r\n", Written(DelimitedText.WriteCsv));

    [Theory]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    [InlineData("+SUM(A1)", "'+SUM(A1)")]
    [InlineData("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("x;=1+1", "\"x;=1+1\"")]   // a spreadsheet of a country that separates by semicolons
    [InlineData("\t=1+1", "\\t=1+1")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("-", "-")]
    [InlineData("Evil\u001b[31m", "Evil\\u001b[31m")]
    public void Text_in_CSV_is_never_a_formula_and_steers_no_terminal(string name, string cell)
    {
        using var output = new StringWriter();
        DelimitedText.WriteCsv(output, new TableView([], [TableColumn.Long("name"), TableColumn.Number("objects")], [[name, -1L]], []));
        Assert.Equal($"name,objects\r\n{cell},-1\r\n", output.ToString());
    }

    [Fact]
    public void Markdown_escapes_what_would_end_a_cell_or_start_a_tag() => Assert.Equal(
        """
        **a\|b**

        | type | objects | objects +/- |
        | --- | ---: | ---: |
        | Dict\<"a", b\> | 20,000 | -1,000 |
        | two\\nlines | 1 | +5 |

        end

        """, Written(DelimitedText.WriteMarkdown));

    [Fact]
    public void Every_reference_of_a_neighbourhood_is_one_CSV_row_however_many_run_in_parallel()
    {
        using var output = new StringWriter();
        DelimitedText.WriteCsv(output, TableView.Of("app.dmp", PresentedSketches.Shop, shortNames: true));
        Assert.Equal(PresentedSketches.Shop.Edges.Count + 1, output.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Order[],1018,[5],Order,17e8", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_step_of_a_chain_is_one_CSV_row_after_that_of_its_root()
    {
        using var output = new StringWriter();
        DelimitedText.WriteCsv(output, TableView.Of("app.dmp", PresentedSketches.Chains, shortNames: true));
        var rows = output.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(PresentedSketches.Chains.Objects.Sum(found => found.Chains.Sum(chain => chain.Steps.Count + 1)), rows.Length);
        Assert.EndsWith(",1,0,,static Shop.Cache.Items,,,", rows[0], StringComparison.Ordinal);
        Assert.Contains(",1,3,\"[0], [1], [2], [3], [4]\",Order,", rows[3], StringComparison.Ordinal);
    }

    private static string Written(Action<TextWriter, TableView> write)
    {
        using var output = new StringWriter();
        write(output, Odd);
        return output.ToString();
    }
}
