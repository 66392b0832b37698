using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections.Rules.Runtime;

/// <summary>Assembly load contexts that were told to unload and can't: something still holds their LoaderAllocator, which all
/// objects of their types refer to.</summary>
/// <remarks>The contexts themselves say that Unload was called (AssemblyLoadContext._state); a context
/// that nobody refers to does so by itself, in its finalizer. Until then the runtime holds its LoaderAllocator by a strong handle
/// (CustomAssemblyBinder::PrepareForLoadContextRelease). Those of assemblies made at run time have none, and which LoaderAllocator belongs to
/// which context no field shows: with such others the finding says so, and is ranked down where all of it may be theirs.</remarks>
internal sealed class LoadContexts : ILeakInspection
{
    public string Name => "load-contexts";

    public string Subject => "assembly load contexts that never unload";

    public string FalseAlarms => "Right after Unload: a collection or two may be all that is missing. Assemblies made at run time have LoaderAllocators that look the same: then it is ranked low.";

    private const string Allocator = "System.Reflection.LoaderAllocator";
    private const string Scout = "System.Reflection.LoaderAllocatorScout";
    private const string Context = "System.Runtime.Loader.AssemblyLoadContext";
    private const string Threshold = "Looked for: any collectible AssemblyLoadContext whose Unload was called and whose LoaderAllocator is still reachable.";

    private static readonly string[] State = ["_state"];

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        int[] held = [.. heap.ObjectsOf(type => type.Name == Allocator).Where(allocator => !heap.Graph.RootsOf(allocator).Any(root => root.Kind == HeapRootKind.StrongHandle))];
        var unloading = held.Length > 0 ? UnloadingIn(heap) : 0;
        return unloading == 0 ? [] : held
            .Select(allocator => (Allocator: allocator, Holder: HolderOf(heap, allocator)))
            .Where(found => found.Holder is not null)
            .GroupBy(found => LeakFingerprint.Of(["unload", .. found.Holder!.Value.Reference.PlaceParts]))
            .Select(same => FindingOf(
                heap, same.Key, same.First().Holder!.Value.Reference, [.. same.Select(found => found.Allocator)],
                [.. same.Select(found => WordsOf(found.Holder!.Value.Held)).Distinct()], unloading, Math.Max(0, held.Length - unloading)));
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
        var contexts = heap.Contents is null ? [] : heap.TypesWith(1).Where(type => IsContext(heap, type));
        return heap.TypesWithField(contexts, State)
            .Sum(found => heap.ObjectsOf(found.Type, context => heap.Contents!.NumberIn(context, found.Field) == 1).Count);
    }

    private static bool IsContext(InspectedHeap heap, int type) =>
        (heap.Graph.Types[type].Traits & (HeapTypeTraits.VariableSize | HeapTypeTraits.BoxedValue)) == 0
        && (heap.Graph.Types[type].Name == Context || heap.Contents!.BaseTypesOf(heap.ObjectsOf(type)[0]).Contains(Context));

    /// <summary>The program's reference into a context's own objects, and the type of what is held: what follows belongs to the plug-in,
    /// and which of its types that is does not tell holders apart.</summary>
    private static (SuspectReference Reference, HeapType Held)? HolderOf(InspectedHeap heap, int allocator)
    {
        if (heap.ReferenceTo(allocator) is not { } last)
        {
            return null;
        }

        while (last.Step > 0 && last.Type.Name is Allocator or Scout)
        {
            last = last with { Step = last.Step - 1 };
        }

        return (last.Keeper, last.Type);
    }

    private static LeakFinding FindingOf(
        InspectedHeap heap, string id, SuspectReference reference, int[] allocators, string[] kinds, int unloading, int others)
    {
        var suspect = new Suspect(heap, allocators)
        {
            Kind = LeakKind.Leaked,
            Sureness = allocators.Length > others ? (LeakCertainty.Certain, "Unload was called, and they are still held") : (LeakCertainty.Possible, "this may be one that is in use"),
            Reference = reference,
            Tail = "",
            Explained = allocators,
        };
        suspect = suspect with { Severity = allocators.Length <= others ? LeakSeverity.Low : suspect.IsMany ? LeakSeverity.High : LeakSeverity.Medium };
        var (contexts, them) = allocators.Length == 1 ? ("An assembly load context", "it") : ($"{allocators.Length:N0} assembly load contexts", "them");
        var held = kinds.Length == 1 ? kinds[0] : $"{kinds[0]} and {kinds.Length - 1:N0} more {(kinds.Length == 2 ? "kind" : "kinds")} of object";
        return suspect.Finding(
            id,
            $"{contexts} can't unload, since {suspect.Place} still holds {held} of {them}",
            [
                $"Unload was called, by the program or by the finalizer, on {unloading:N0} {(unloading == 1 ? "context that is" : "contexts that are")} "
                    + "still there: the assemblies, their code and their static fields stay in memory, outside the heap too.",
                "Every object of a type from such an assembly holds its LoaderAllocator; the chain shows the shortest way.",
                .. others > 0 ? (IEnumerable<string>)[WordsOf(others, allocators.Length - others)] : [],
            ],
            Threshold,
            remedy: $"Clear {suspect.Place} before Unload: events, caches, threads, timers and static fields of the host must let go "
                + "of everything from the plug-in. Right after Unload a collection or two may be all that is missing.",
            NextCommand.ChainsTo(Allocator));
    }
}
