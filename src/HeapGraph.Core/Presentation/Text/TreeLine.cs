using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>One object on one line of a tree: its slot, type, address, size, value and a remark. What is too long for
/// the terminal is shortened: values first, then type arguments, then what can be missed, then slots. What is still too long goes on below.</summary>
internal sealed record TreeLine(string Name)
{
    private const int LeastValue = 16;
    private const int LeastVia = 24;
    private const int LeastOnNarrow = 12;
    private const int LeastIndent = 2;

    /// <summary>What stands first, and is never shortened.</summary>
    public string Lead { get; init; } = "";

    /// <summary>What stands in place of a name that is too long.</summary>
    public string? ShortName { get; init; }

    /// <summary>What stands before the name: <c>._items of </c>.</summary>
    public string Via { get; init; } = "";

    /// <summary>What stands after the name, as a rule its address and size.</summary>
    public string Facts { get; init; } = "";

    /// <summary>What stands after the facts, where there is room for it.</summary>
    public string Spare { get; init; } = "";

    /// <summary>The GC root that holds it, in words: <c>, static Shop.Cache.Orders</c>.</summary>
    public string Root { get; init; } = "";

    /// <summary>Whether <see cref="Remark"/> is what a person must see.</summary>
    public bool IsMarked { get; init; }

    /// <summary>The object's value; empty when it has none.</summary>
    public string Value { get; init; } = "";

    /// <summary>What stands last: <c> (shown above)</c>.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The colour of the name, as Spectre.Console calls it; empty for none.</summary>
    public string Colour { get; init; } = "";

    /// <summary>The line of an object.</summary>
    public static TreeLine Of(HeapType type, ulong address, string size, string? value, bool shorten) =>
        new(Wording.NameOf(type, shorten)) { ShortName = Wording.NameOf(type, shorten: true), Facts = $" {address:x}, {size}", Value = value?.Printable ?? "" };

    /// <summary>The line in colours.</summary>
    /// <param name="width">Columns that are left for it.</param>
    public Markup In(int width)
    {
        var (via, name, value, spare) = (Via, Name, Value, Spare);
        Shorten(ref value, LeastValue);
        name = Excess() > 0 ? ShortName ?? name : name;
        name = name.WithoutArgumentsBeyond(Math.Max(LeastOnNarrow, name.Length - Excess()));
        spare = Excess() > 0 ? "" : spare;
        Shorten(ref via, LeastVia);
        Shorten(ref value, LeastOnNarrow);
        Shorten(ref via, LeastOnNarrow);
        var (root, remark) = (Root, Remark);
        if (Excess() > 0 && Lead.Length > 0)
        {
            root = Root.TrimStart(',', ' ');
            var fits = Lead.Length + root.Length + remark.Length <= width;
            root = root.Length == 0 ? "" : Below(root);
            remark = remark.Length == 0 || (fits && root.Length > 0) ? remark : Below(remark.TrimStart());
            if (via.Length == 0 && Lead.Length + name.Length > width)
            {
                name = Below(name);
            }
        }

        return new Markup(Markup.Escape(Lead) + Coloured("dim", via) + Coloured(Colour, name) + Coloured("dim", Facts + spare)
            + (value.Length > 0 ? Coloured("dim", ", ") + Coloured("teal", value) : "") + Coloured("green", root) + Coloured(IsMarked ? "red" : "dim", remark));

        // Below the name where there is room, else as far to the right as there is.
        string Below(string text) =>
            $"\n{string.Join('\n', HangingText.Lines(new string(' ', Math.Clamp(width - text.Length, LeastIndent, Lead.Length)) + text, width))}";

        int Excess() => Lead.Length + via.Length + name.Length + Facts.Length + spare.Length + (value.Length > 0 ? value.Length + 2 : 0) + Root.Length + Remark.Length - width;

        void Shorten(ref string part, int least)
        {
            var excess = Excess();
            if (excess > 0 && part.Length > least)
            {
                part = part.ShortenedTo(Math.Max(least, part.Length - excess));
            }
        }
    }

    private static string Coloured(string colour, string text) =>
        text.Length == 0 ? "" : colour.Length == 0 ? Markup.Escape(text) : $"[{colour}]{Markup.Escape(text)}[/]";
}
