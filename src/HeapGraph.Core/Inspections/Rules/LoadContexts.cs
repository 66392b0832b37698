using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Assembly load contexts that were told to unload and can't: something still holds their LoaderAllocator, which all
/// objects of their types refer to.</summary>
/// <remarks>The contexts themselves say that Unload was called (AssemblyLoadContext._state); a context
/// that nobody refers to does so by itself, in its finalizer. Which LoaderAllocator belongs to which
/// context no field shows, so with others in use the finding says so, and is ranked down where all of it may be theirs.</remarks>
internal sealed class LoadContexts : ILeakInspection
{
    public string Subject => "assembly load contexts that never unload";

    private const string Allocator = "System.Reflection.LoaderAllocator";
    private const string Scout = "System.Reflection.LoaderAllocatorScout";
    private const string Context = "System.Runtime.Loader.AssemblyLoadContext";
    private const string Threshold = "Looked for: any collectible AssemblyLoadContext whose Unload was called and whose LoaderAllocator is still reachable.";

    private static readonly string[] State = ["_state"];

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        int[] held = [.. heap.ObjectsOf(type => type.Name == Allocator)];
        var unloading = held.Length > 0 ? UnloadingIn(heap) : 0;
        return unloading == 0 ? [] : held.Select(allocator => (Allocator: allocator, Holder: HolderOf(heap, allocator)))
            .Where(found => found.Holder is not null)
            .GroupBy(found => found.Holder!.Value.Id)
            .Select(same => FindingOf(
                heap, same.Key, same.First().Holder!.Value, [.. same.Select(found => found.Allocator)],
                [.. same.Select(found => WordsOf(found.Holder!.Value.Chain.Steps[found.Holder.Value.Last].Type)).Distinct()], unloading, held.Length - unloading));
    }

    private static string WordsOf(int others, int certain)
    {
        var inUse = $"{others:N0} more {(others == 1 ? "LoaderAllocator is" : "LoaderAllocators are")} in use";
        return certain > 0
            ? $"{inUse}, which may be among these: {certain:N0} at least {(certain == 1 ? "is" : "are")} of contexts that can't unload."
            : $"Ranked down: {inUse}, and this may be {(others == 1 ? "it" : "one of them")}.";
    }

    private static string WordsOf(HeapType type) => type.IsDelegate ? "handlers" : type.ShortName;

    /// <summary>How many contexts have been told to unload and are still there.</summary>
    private static int UnloadingIn(InspectedHeap heap)
    {
        var count = 0;
        foreach (var type in heap.Contents is null ? [] : heap.TypesWith(1).Where(type => IsContext(heap, type)))
        {
            if (heap.Contents!.FieldOf(heap.ObjectsOf(type)[0], State) is { } state)
            {
                count += heap.ObjectsOf(type).ToArray().Count(context => heap.Contents.NumberIn(context, state) == 1);
            }
        }

        return count;
    }

    private static bool IsContext(InspectedHeap heap, int type) =>
        (heap.Graph.Types[type].Traits & (HeapTypeTraits.VariableSize | HeapTypeTraits.BoxedValue)) == 0
        && (heap.Graph.Types[type].Name == Context || heap.Contents!.BaseTypesOf(heap.ObjectsOf(type)[0]).Contains(Context));

    private static (string Id, ReferenceChain Chain, int Suspect, int Last)? HolderOf(InspectedHeap heap, int allocator)
    {
        if (heap.ChainTo(allocator) is not { } chain)
        {
            return null;
        }

        // The reference into the context's own objects: what follows it belongs to the plug-in, and which of its types that is does
        // not tell holders apart.
        var last = chain.Steps.Count - 1;
        while (last > 0 && chain.Steps[last].Type.Name is Allocator or Scout)
        {
            last--;
        }

        var suspect = chain.KeeperAbove(last);
        return (LeakFingerprint.Of(["unload", .. LeakFingerprint.PlaceOf(chain, suspect)]), chain, suspect, last);
    }

    private static LeakFinding FindingOf(
        InspectedHeap heap, string id, (string Id, ReferenceChain Chain, int Suspect, int Last) holder, int[] allocators, string[] kinds, int unloading, int others)
    {
        var chain = holder.Chain;
        var place = chain.ReferenceTo(holder.Suspect);
        var bytes = heap.RetainedBytesOf(allocators);
        var waiting = heap.Thresholds.AreMany(allocators.Length, bytes);
        return new LeakFinding(
            id,
            allocators.Length <= others ? LeakSeverity.Low : waiting ? LeakSeverity.High : LeakSeverity.Medium,
            $"{(allocators.Length == 1 ? "An assembly load context" : $"{allocators.Length:N0} assembly load contexts")} can't unload, since {place} still holds {(kinds.Length == 1 ? kinds[0] : $"{kinds[0]} and {kinds.Length - 1:N0} more {(kinds.Length == 2 ? "kind" : "kinds")} of object")} of {(allocators.Length == 1 ? "it" : "them")}",
            bytes,
            allocators.Length)
        {
            Evidence =
            [
                $"Unload was called, by the program or by the finalizer, on {unloading:N0} {(unloading == 1 ? "context that is" : "contexts that are")} still there: the assemblies, their code and their static fields stay in memory, outside the heap too.",
                "Every object of a type from such an assembly holds its LoaderAllocator; the chain shows the shortest way.",
                .. others > 0 ? (IEnumerable<string>)[WordsOf(others, allocators.Length - others)] : [],
                Threshold,
            ],
            Chain = chain,
            SuspectStep = holder.Suspect,
            Remedy = $"Clear {place} before Unload: events, caches, threads, timers and static fields of the host must let go of everything from the plug-in. Right after Unload a collection or two may be all that is missing.",
            Next = NextCommand.ChainsTo(Allocator),
            Explained = [.. allocators, chain.Steps[^1].ObjectIndex],
        };
    }
}
