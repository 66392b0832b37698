namespace HeapGraph;

/// <summary>The colours of a picture. Each says nothing that shape, line or words don't say too, so that it reads on
/// a black-and-white printer and to the colour-blind; hues are Okabe and Ito's, lightened or darkened.</summary>
public sealed record PictureTheme
{
    private PictureTheme()
    {
    }

    /// <summary>Dark on white.</summary>
    public static PictureTheme Light { get; } = new()
    {
        Background = "white", Ink = "#1a1a1a", Faint = "#555555", Outline = "#777777", Own = ("white", "#1a1a1a"), Framework = ("#e8e8e8", "#333333"),
        Chosen = "#c00000", Hidden = ("#c00000", "white"), Highlight = ("#dbe8ff", "#0033cc"), Cycle = "#9b2f7f",
        Static = ("#cdeee2", "#00543d"), Stack = ("#fbf0b4", "#5c4a00"), Handle = ("#fddfbf", "#7a3500"), Queue = ("#f3d9ea", "#732d5c"), OtherRoot = ("#eeeeee", "#333333"),
    };

    /// <summary>Light on near black, for dark pages and slides.</summary>
    public static PictureTheme Dark { get; } = new()
    {
        Background = "#14161a", Ink = "#f2f2f2", Faint = "#b4b8c0", Outline = "#8a909c", Own = ("#14161a", "#f2f2f2"), Framework = ("#33363d", "#d5d8de"),
        Chosen = "#ff8a80", Hidden = ("#ff8a80", "#14161a"), Highlight = ("#12295e", "#a9c7ff"), Cycle = "#e59ad0",
        Static = ("#0b3b2e", "#8fe3c5"), Stack = ("#3f3606", "#f3e07a"), Handle = ("#4a2a0a", "#ffc58a"), Queue = ("#42203a", "#f0b6df"), OtherRoot = ("#2c2f36", "#dddddd"),
    };

    /// <summary>The page.</summary>
    internal string Background { get; private init; } = "";

    /// <summary>Text on the page and on boxes near to the page's shade.</summary>
    internal string Ink { get; private init; } = "";

    /// <summary>Arrows and their labels.</summary>
    internal string Faint { get; private init; } = "";

    /// <summary>Lines around boxes.</summary>
    internal string Outline { get; private init; } = "";

    /// <summary>Text and outline of a chosen object.</summary>
    internal string Chosen { get; private init; } = "";

    /// <summary>An arrow that closes a cycle.</summary>
    internal string Cycle { get; private init; } = "";

    /// <summary>Objects of the program's own.</summary>
    internal (string Fill, string Text) Own { get; private init; }

    /// <summary>Objects of .NET, strings and arrays.</summary>
    internal (string Fill, string Text) Framework { get; private init; }

    internal (string Fill, string Text) Hidden { get; private init; }

    internal (string Fill, string Text) Highlight { get; private init; }

    internal (string Fill, string Text) Static { get; private init; }

    internal (string Fill, string Text) Stack { get; private init; }

    internal (string Fill, string Text) Handle { get; private init; }

    internal (string Fill, string Text) Queue { get; private init; }

    internal (string Fill, string Text) OtherRoot { get; private init; }
}
