using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output says the same thing.</summary>
internal static class Wording
{
    private const int MostOfValue = 100;   // letters

    public static string Of(HeapRootKind kind) => kind switch
    {
        HeapRootKind.ThreadStatic => "thread static",
        HeapRootKind.StrongHandle => "strong handle",
        HeapRootKind.PinnedHandle => "pinned handle",
        HeapRootKind.AsyncPinnedHandle => "async pinned handle",
        HeapRootKind.RefCountedHandle => "ref-counted handle",
        HeapRootKind.SizedRefHandle => "sized ref handle",
        HeapRootKind.DependentHandle => "dependent handle",
        HeapRootKind.FinalizerQueue => "finalizer queue",
        HeapRootKind.Frozen => "frozen segment",
        HeapRootKind.UnreadMemory => "unread memory",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The kind as the JSON contract spells it.</summary>
    public static string JsonOf(HeapRootKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    public static string Of(HeapRoot root) => $"{Of(root.Kind)} {NameOf(root)}";

    public static string NameOf(HeapRoot root) =>
        (root.Name?.Printable ?? $"{root.Address:x}") + (root.SourceLine is null ? "" : $" at {root.SourceLine.Printable}");

    public static string Of(ObjectScope scope) => scope switch
    {
        ObjectScope.All => "objects (reachable or not)",
        ObjectScope.Unreachable => "unreachable objects",
        _ => "reachable objects",
    };

    public static string NameOf(HeapType type, bool shorten) => (shorten ? type.ShortName : type.Name).Printable;

    /// <summary>An object in a tree: its type, address, size and value.</summary>
    public static string Describe(HeapType type, ulong address, long bytes, string? value, bool shorten) =>
        $"{NameOf(type, shorten)} {address:x}, {bytes.AsByteSize}{(value is null ? "" : $", {value.Printable}")}";

    /// <summary>A slot as the next part of a source path: <c>._items</c>, <c>[3]</c>; words such as <c>captured cart</c> as they are.</summary>
    public static string PathOf(SlotLabel label) => (label.IsPath ? "." : "") + label.Printable;

    /// <summary>The name of an assembly or a namespace, of which there may be none.</summary>
    public static string NameOf(DominatorRowKind kind, string group) => group.Length > 0 ? group.Printable : $"(no {kind.ToString().ToLowerInvariant()})";

    /// <summary>What a row of growth stands for, as a column and JSON name it.</summary>
    public static string Of(GrowthRowKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Its plural.</summary>
    public static string Several(GrowthRowKind kind) => kind == GrowthRowKind.Assembly ? "assemblies" : $"{Of(kind)}s";

    /// <summary>The name of an assembly or a namespace, of which there may be none, or a value.</summary>
    public static string NameOf(GrowthRowKind kind, GrowthRow row) => row.MissingFrom is { } path ? $"(no {path.Printable})"
        : row.IsHidden ? "(hidden)"
        : row.Name.Length > 0 ? row.Name.Printable.ShortenedTo(MostOfValue)
        : $"(no {Of(kind)})";

    /// <summary>"1 object", "3,000 objects".</summary>
    public static string Count(long count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";

    /// <summary>"12.3 %"</summary>
    public static string Share(long part, long whole) => $"{(whole == 0 ? 0 : 100.0 * part / whole):0.0} %";

    /// <summary>What a node stands for: target, object, root, start, more.</summary>
    public static string JsonOf(NeighborhoodNode node) => node switch
    {
        ObjectNode { Role: ObjectRole.Target } => "target",
        ObjectNode { Role: ObjectRole.Start } => "start",
        ObjectNode => "object",
        RootNode => "root",
        _ => "more",
    };

    /// <summary>"3 more referrers"; of equal ones "1,204 × Dictionary.Entry[]".</summary>
    public static string FoldOf(MoreNode node, ReferenceDirection direction, bool shorten) =>
        node is MoreObjects { Type: var type } ? $"{node.HiddenCount:N0} more × {NameOf(type, shorten)}" : MoreOf(node, direction);

    /// <summary>"24 B, retains 1.5 MB, gen2": the last two where they were asked for.</summary>
    public static string SizeOf(ObjectNode node) => node.Bytes.AsByteSize
        + (node.RetainedBytes is { } retained ? $", retains {retained.AsByteSize}" : "") + (node.Generation is { } generation ? $", {Of(generation)}" : "");

    /// <summary>gen0, gen1, gen2, loh, poh, frozen</summary>
    public static string Of(HeapGeneration generation) => generation switch
    {
        HeapGeneration.Large => "loh",
        HeapGeneration.Pinned => "poh",
        _ => generation.ToString().ToLowerInvariant(),
    };

    public static string MoreOf(MoreNode node, ReferenceDirection direction) =>
        More(node.HiddenCount, node is MoreSteps ? "step" : direction == ReferenceDirection.Referrers ? "referrer" : "reference");

    /// <summary>"1 more step", "3 more steps".</summary>
    public static string More(long count, string what) => Count(count, $"more {what}");

    /// <summary>Why an object has no chain.</summary>
    public static Remark WithoutChain(ChainReport report, ObjectChains chains) =>
        report.FromObjects is { } from ? Remark.With($"{NoChain(report)} leads to it from {(from == 1 ? "the object" : $"any of the {from:N0} objects")} of {Term.From}")
        : !chains.IsReachable ? "no GC root reaches it: it is garbage"
        : report.MaxDepth > 0 ? $"{NoChain(report)} leads to it from a GC root"
        : Remark.With($"reached only through what is left out ({Term.Exclude}, {Term.Filter}, {Term.Ignore})");

    private static string NoChain(ChainReport report) => report.MaxDepth == 0 ? "no chain" : $"no chain of at most {Count(report.MaxDepth, "reference")}";

    /// <summary>One sentence per thing that a report of chains does not show.</summary>
    public static IEnumerable<string> MissingFrom(ChainReport report, bool shorten) =>
    [
        .. report.Objects.Where(found => found.Chains.Count > 0 && found.Chains.Count < found.AskedFor).Select(found =>
            $"Only {found.Chains.Count:N0} of the {found.AskedFor:N0} chains asked for {(found.Chains.Count == 1 ? "was" : "were")} found "
            + $"to {NameOf(found.Object.Type, shorten)} {found.Object.Address:x}."),
        .. GapsOf(report.Coverage),
    ];

    /// <summary>One sentence per thing that a neighbourhood does not show.</summary>
    public static IEnumerable<Remark> MissingFrom(ReferenceNeighborhood neighborhood) =>
    [
        .. neighborhood.IsCutByNodes ? (IEnumerable<Remark>)[Remark.With($"Not every object is shown: {Term.MaxNodes} was reached.")] : [],
        .. GapsOf(neighborhood.Coverage),
    ];

    /// <summary>One sentence per thing that could not be read.</summary>
    public static IEnumerable<string> GapsOf(HeapCoverage coverage)
    {
        if (coverage.Gaps.Count > 0 || coverage.BytesWalked < coverage.BytesTotal)
        {
            yield return $"Not read: {coverage.BytesTotal - coverage.BytesWalked:N0} of {coverage.BytesTotal:N0} bytes of the heap"
                + (coverage.Gaps.Count == 0 ? "." : $", in {coverage.Gaps.Count:N0} {(coverage.Gaps.Count == 1 ? "gap" : "gaps")} "
                + $"({string.Join(", ", coverage.Gaps.GroupBy(gap => gap.Reason).Select(same => $"{same.Count():N0} {same.Key}"))}).");
        }

        if (coverage.RootsIntoGaps > 0)
        {
            yield return $"{Count(coverage.RootsIntoGaps, "GC root")} {(coverage.RootsIntoGaps == 1 ? "leads" : "lead")} into gaps; "
                + "what looks like a reference in a gap is taken for one.";
        }

        if (coverage.DanglingReferences > 0)
        {
            yield return $"{coverage.DanglingReferences:N0} references lead to no object and were left out.";
        }

        foreach (var warning in coverage.Warnings)
        {
            yield return warning;
        }
    }
}
