using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Flame;

/// <summary>The look that the SVG and the page share: a class per kind of node, colours for light and dark, told apart by
/// brightness too.</summary>
internal static class FlameLook
{
    public const int RowHeight = 20;

    /// <summary>The style of the SVG: <c>prefers-color-scheme</c> decides about its colours.</summary>
    public static string OfSvg { get; } = Colours + PageFiles.Read("flame-svg.css");

    /// <summary>The style of the page, likewise. It stands there as it is, so that its hash holds.</summary>
    public static string OfPage { get; } = Colours + PageFiles.Read("flame.css");

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

    private static string Colours => PageFiles.Read("flame-colours.css");
}
