using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>One object on one line of a tree: its slot, type, address, size, value and a remark. What is too long for
/// the terminal is shortened in its middle: values first, then names, then slots.</summary>
internal sealed record TreeLine(string Name)
{
    private const int LeastValue = 16;
    private const int LeastName = 24;
    private const int LeastOnNarrow = 12;

    /// <summary>What stands before the name: <c>._items of </c>.</summary>
    public string Via { get; init; } = "";

    /// <summary>What stands after the name, as a rule its address and size.</summary>
    public string Facts { get; init; } = "";

    /// <summary>The object's value; empty when it has none.</summary>
    public string Value { get; init; } = "";

    /// <summary>What stands last: <c> (shown above)</c>.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The colour of the name, as Spectre.Console calls it; empty for none.</summary>
    public string Colour { get; init; } = "";

    /// <summary>The line of an object.</summary>
    public static TreeLine Of(HeapType type, ulong address, string size, string? value, bool shorten) =>
        new(Wording.NameOf(type, shorten)) { Facts = $" {address:x}, {size}", Value = value?.Printable ?? "" };

    /// <summary>The line in colours.</summary>
    /// <param name="width">Columns that are left for it.</param>
    public Markup In(int width)
    {
        var (via, name, value) = (Via, Name, Value);
        Shorten(ref value, LeastValue);
        Shorten(ref name, LeastName);
        Shorten(ref via, LeastName);
        Shorten(ref value, LeastOnNarrow);
        Shorten(ref via, LeastOnNarrow);
        Shorten(ref name, LeastOnNarrow);
        return new Markup(Coloured("dim", via) + Coloured(Colour, name) + Coloured("dim", Facts)
            + (value.Length > 0 ? Coloured("dim", ", ") + Coloured("cyan", value) : "") + Coloured("dim", Remark));

        void Shorten(ref string part, int least)
        {
            var excess = via.Length + name.Length + Facts.Length + (value.Length > 0 ? value.Length + 2 : 0) + Remark.Length - width;
            if (excess > 0 && part.Length > least)
            {
                part = part.ShortenedTo(Math.Max(least, part.Length - excess));
            }
        }
    }

    private static string Coloured(string colour, string text) =>
        text.Length == 0 ? "" : colour.Length == 0 ? Markup.Escape(text) : $"[{colour}]{Markup.Escape(text)}[/]";
}
