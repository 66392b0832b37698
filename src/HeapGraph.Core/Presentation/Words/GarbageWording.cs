namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output speaks of what nothing keeps alive.</summary>
internal static class GarbageWording
{
    private const int MostOwners = 3, LeastPercent = 1;

    /// <summary>Where it lies, when it goes and what it hangs on.</summary>
    /// <param name="garbage">One object or more.</param>
    /// <param name="shorten">Type names without namespaces.</param>
    public static IReadOnlyList<string> Of(GarbageReport garbage, bool shorten) => garbage.Objects == 1
        ? [OfOne(garbage, shorten)]
        : [$"Garbage: {Amount(garbage, shorten)}; {PartsOf(garbage)}. {WhenGone(garbage, "them")}", OwnersOf(garbage, shorten)];

    /// <summary>"Garbage, not a leak: 1.1 GB, mostly RawResult[] (1.0 GB); all in loh. The next full collection frees it. …"</summary>
    public static string NoLeak(GarbageReport garbage) =>
        $"Garbage, not a leak: {garbage.Bytes.AsByteSize}{(garbage.Types is [var most, ..] ? $", mostly {Wording.NameOf(most.Type, shorten: true)} ({most.Bytes.AsByteSize})" : "")}; "
        + $"{PartsOf(garbage)}. {WhenGone(garbage, "it")} {OwnersOf(garbage, shorten: true)}";

    /// <summary>"They hang on 12 dead Connection (most on 7f12a8: 1.1 MB) and the dead Form 7f12c0 (2 KB): 5,012 objects go with these, 1.2 MB."</summary>
    public static string OwnersOf(GarbageReport garbage, bool shorten)
    {
        if (garbage.Topmost == garbage.Objects)
        {
            return "None of them hangs on another.";
        }

        // What hardly anything hangs on explains little.
        var (objects, bytes) = (garbage.Owners.Sum(owner => owner.Objects), garbage.Owners.Sum(owner => owner.Bytes));
        var owners = garbage.Owners.Where(owner => owner.Bytes * 100 >= bytes * LeastPercent).Take(MostOwners).ToArray();
        string[] shown =
        [
            .. owners.Select(owner => owner.Owners == 1
                ? $"the dead {Wording.NameOf(owner.Type, shorten)} {owner.LargestAddress:x} ({owner.LargestBytes.AsByteSize})"
                : $"{owner.Owners:N0} dead {Wording.NameOf(owner.Type, shorten)} (most on {owner.LargestAddress:x}: {owner.LargestBytes.AsByteSize})"),
            .. garbage.OwnerTypes > owners.Length ? (string[])[$"dead objects of {Wording.Count(garbage.OwnerTypes - owners.Length, owners.Length == 0 ? "type" : "more type")}"] : [],
        ];
        var them = garbage.OwnerTypes > garbage.Owners.Count ? "most of these" : garbage is { OwnerTypes: 1, Owners: [{ Owners: 1 }] } ? "that" : "these";
        return $"They hang on {(shown is [var only] ? only : $"{string.Join(", ", shown[..^1])} and {shown[^1]}")}: {Wording.Count(objects, "object")} {(objects == 1 ? "goes" : "go")} with {them}, {bytes.AsByteSize}.";
    }

    private static string OfOne(GarbageReport garbage, bool shorten)
    {
        var place = garbage.Parts is [{ Generation: { } generation }] ? $"It lies in {Wording.Of(generation)}: {WhenOneGoes(generation)}." : "The next full collection frees it.";
        var owner = garbage.Owners is not [var on] ? ""
            : garbage.Topmost == 0 ? $" It hangs on the dead {Wording.NameOf(on.Type, shorten)} {on.LargestAddress:x}, with which {Wording.Count(on.Objects, "object")} go, {on.Bytes.AsByteSize}."
            : on.Objects > 1 ? $" It hangs on no other object alone; with it {Wording.Count(on.Objects, "object")} go, {on.Bytes.AsByteSize}."
            : " It hangs on no other object alone.";
        var ofType = garbage.Types is [{ Objects: > 1 } all] ? $" All garbage of its type: {Wording.Count(all.Objects, "object")}, {all.Bytes.AsByteSize}." : "";
        return $"{place}{owner}{ofType}";
    }

    private static string WhenOneGoes(HeapGeneration generation) => generation switch
    {
        HeapGeneration.Gen0 => "the next collection frees it",
        HeapGeneration.Gen1 => "the next collection of gen1 frees it",
        _ => "the next full collection frees it",
    };

    private static string WhenGone(GarbageReport garbage, string what) =>
        garbage.Parts.All(part => part.Generation == HeapGeneration.Gen0) ? $"The next collection frees {what}." : $"The next full collection frees {what}.";

    private static string PartsOf(GarbageReport garbage)
    {
        var parts = garbage.Parts.Where(part => part.Bytes * 100 >= garbage.Bytes * LeastPercent).OrderByDescending(part => part.Bytes).ToArray();
        return parts is [{ Generation: var one }] ? one is { } all ? $"{(garbage.Parts.Count == 1 ? "all" : "nearly all")} in {Wording.Of(all)}" : "where is not known"
            : string.Join(", ", parts.Select(part => $"{part.Bytes.AsByteSize} in {(part.Generation is { } generation ? Wording.Of(generation) : "no known part")}"));
    }

    private static string Amount(GarbageReport garbage, bool shorten) =>
        $"{garbage.Objects:N0} {(garbage.Types is [var type] ? Wording.NameOf(type.Type, shorten) : "objects")}, {garbage.Bytes.AsByteSize}";
}
