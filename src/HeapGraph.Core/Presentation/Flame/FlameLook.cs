using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Flame;

/// <summary>The look that the SVG and the page share: a class per kind of node, colours for light and dark, told apart by
/// brightness too.</summary>
internal static class FlameLook
{
    public const int RowHeight = 20;

    /// <summary>The rules for both: <c>prefers-color-scheme</c> decides.</summary>
    public const string Colours = """
        :root{--back:#ffffff;--text:#1b1b1b;--dim:#666666;--heap:#d9d9d9;--root:#8fd19e;--shared:#c9b6e4;--own:#ffb366;--framework:#a9c7ee;--others:#eeeeee;--line:#ffffff}
        @media (prefers-color-scheme:dark){:root{--back:#1b1b1b;--text:#eeeeee;--dim:#aaaaaa;--heap:#4a4a4a;--root:#2c6e3f;--shared:#5d4a80;--own:#9a5312;--framework:#2f4f7d;--others:#333333;--line:#1b1b1b}}
        """;

    /// <summary>The CSS class of a node.</summary>
    public static string ClassOf(RetentionNode node) => node.Kind switch
    {
        RetentionKind.Heap => "heap",
        RetentionKind.Root => "root",
        RetentionKind.Shared => "shared",
        RetentionKind.Others => "others",
        _ => RetentionWording.IsFramework(node) ? "framework" : "own",
    };

    /// <summary>What each class means, for a legend.</summary>
    public static (string Class, string Words)[] Legend { get; } =
        [("root", "GC root"), ("own", "the program's types"), ("framework", ".NET's types"), ("shared", "held by several roots"), ("others", "others, summed up")];
}
