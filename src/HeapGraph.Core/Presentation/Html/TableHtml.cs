using System.Net;
using System.Text;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>A table as a piece of HTML, for a page or a notebook that has its own style.</summary>
internal static class TableHtml
{
    /// <summary>The sentences above, the table, the sentences below. All text is encoded.</summary>
    public static string Of(TableView view)
    {
        var html = new StringBuilder("<div>");
        foreach (var line in view.Header)
        {
            html.Append($"<p><b>{HtmlText.Encoded(line)}</b></p>");
        }

        if (view.Rows.Count > 0)
        {
            var cells = new ReadableCells(view);
            html.Append("<table><thead><tr>").AppendJoin("", view.Columns.Select((heading, column) => Cell("th", heading.Name, column))).Append("</tr></thead><tbody>");
            foreach (var row in view.AllRows)
            {
                html.Append("<tr>").AppendJoin("", row.Select((cell, column) => Cell("td", cells[column, cell], column))).Append("</tr>");
            }

            html.Append("</tbody></table>");
        }

        foreach (var line in view.FooterLines)
        {
            html.Append($"<p>{HtmlText.Encoded(line)}</p>");
        }

        return html.Append("</div>").ToString();

        string Cell(string tag, string text, int column) =>
            $"<{tag} style=\"text-align:{(view.Columns[column].IsNumber ? "right" : "left")}\">{HtmlText.Encoded(text)}</{tag}>";
    }

    /// <summary>Text that keeps its lines and columns.</summary>
    public static string Preformatted(string text) => $"<pre>{WebUtility.HtmlEncode(text)}</pre>";
}
