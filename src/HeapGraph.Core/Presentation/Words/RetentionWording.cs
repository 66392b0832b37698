using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every picture and profile of a <see cref="RetentionTree"/> names its nodes.</summary>
internal static class RetentionWording
{
    /// <summary>The name that equal nodes share, wherever they stand.</summary>
    internal static string NameOf(RetentionNode node, bool shortNames) => node.Kind switch
    {
        RetentionKind.Heap => "reachable objects",
        RetentionKind.Root => node.Root is { Name: null } unnamed ? $"{Wording.Of(unnamed.Kind)}s" : Wording.Of(node.Root!.Value),
        RetentionKind.Shared => "(held by several roots)",
        RetentionKind.Others => "(others)",
        _ => Wording.NameOf(node.Type!, shortNames),
    };

    /// <summary>The name with the number of objects: <c>1,204 × Shop.Order</c>.</summary>
    internal static string LabelOf(RetentionNode node, bool shortNames) =>
        node.Kind == RetentionKind.Objects && node.Objects > 1 ? $"{node.Objects:N0} × {NameOf(node, shortNames)}" : NameOf(node, shortNames);

    /// <summary>What a tooltip says: the full name, what is retained, its share, and what of that is the node itself.</summary>
    internal static string DetailsOf(RetentionNode node, long totalBytes)
    {
        var retained = $"{node.RetainedBytes.AsByteSize} ({node.RetainedBytes:N0} bytes), {Wording.Share(node.RetainedBytes, totalBytes)}, {Wording.Count(node.RetainedObjects, "object")}";
        return node.Kind == RetentionKind.Objects
            ? $"{LabelOf(node, shortNames: false)}{(node.Address != 0 ? $" {node.Address:x}" : "")}: retains {retained}; itself {node.Bytes.AsByteSize}"
            : $"{NameOf(node, shortNames: false)}: {retained}";
    }

    /// <summary>What is folded away, and what could not be read.</summary>
    public static IEnumerable<string> Footer(RetentionTree tree) =>
    [
        $"Below {tree.Options.MinPercent:0.###} % of the top, or deeper than {Wording.Count(tree.Options.MaxDepth, "level")}: summed up as (others).",
        .. Wording.GapsOf(tree.Coverage),
    ];

    /// <summary>"app.dmp: 60,225 reachable objects, 4.9 MB"</summary>
    internal static string Header(string target, RetentionTree tree) =>
        $"{target}: {tree.TotalObjects:N0} reachable objects, {tree.TotalBytes.AsByteSize}";

    /// <summary>Whether a node's type belongs to .NET itself: those for which C# has a keyword, too.</summary>
    internal static bool IsFramework(RetentionNode node) => node.Type is { } type
        && (FrameworkNames.Owns(type) || type.Parsed.Namespace == "System");
}
