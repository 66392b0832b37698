namespace HeapGraph.Core.Inspections.Rules.Services;

/// <summary>Disposable services that a container made and keeps, to dispose of them at its own end: many of one type in one scope.</summary>
/// <remarks>A singleton is made once, so that many of a type in the root provider's scope are transient. The lists of all scopes are looked through. What the program
/// itself holds as well is in use, and does not count.</remarks>
internal sealed class KeptDisposables : ILeakInspection
{
    public string Name => "kept-disposables";

    public string Subject => "disposable services that a container keeps";

    public string FalseAlarms => "A registration of a hundred singletons of one type, each under a key of its own. What the program holds itself as well does not count.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is null ? []
        : heap.Scopes()
            .SelectMany(scope => heap.DisposablesOf(scope.Scope).Where(heap.IsKeptByScope).LargeGroupsBy(heap.Graph.TypeIndexOf).Select(objects => (scope.Scope, scope.IsRoot, Objects: objects)))
            .GroupBy(kept => (kept.IsRoot, Type: heap.Graph.TypeIndexOf(kept.Objects[0])))
            .Select(same => FindingOf(heap, same.Key.IsRoot, [.. same.Select(kept => kept.Scope)], same.MaxBy(kept => kept.Objects.Length), [.. same.SelectMany(kept => kept.Objects)]))
            .Where(heap.Thresholds.AreMany);

    private static LeakFinding FindingOf(InspectedHeap heap, bool isRoot, int[] scopes, (int Scope, bool IsRoot, int[] Objects) most, int[] objects)
    {
        var type = heap.Graph.TypeOf(objects[0]);
        var disposed = heap.DisposedAmong(objects);
        var done = disposed?.Disposed == objects.Length;
        var largest = most.Objects.MaxBy(heap.Tree.RetainedBytesOf);
        var suspect = new Suspect(heap, objects)
        {
            Reference = heap.ReferenceThrough(most.Scope, largest) ?? heap.ReferenceTo(largest)?.Collection,
            Kind = LeakKind.Leaked,
            Sureness = done ? (LeakCertainty.Certain, "they say that they are disposed of, and the container keeps them all the same")
                : isRoot ? (LeakCertainty.Likely, "a container keeps what it has made and can dispose of until it ends, used or not") : null,
            Explained = [.. objects, .. heap.HoldersOf(objects), .. heap.WithHolders([.. heap.HoldersOf(objects)])],
        };
        var (who, until) = isRoot
            ? (scopes.Length == 1 ? "The root service provider keeps" : $"{scopes.Length:N0} root service providers keep", "until the program ends")
            : (scopes.Length == 1 ? "One service scope keeps" : $"{scopes.Length:N0} service scopes keep", "until it is disposed of");
        return suspect.Finding(
            LeakFingerprint.Of("kept disposables", isRoot ? "root provider" : "scope", type.Name),
            $"{who} {objects.Length:N0} {type.ShortName} {(scopes.Length == 1 || isRoot ? until : "until they are disposed of")}",
            [
                $"The container has made each {type.ShortName}, which is disposable: it keeps them to dispose of them at {(isRoot ? "its own end" : "the scope's end")}, "
                    + $"{suspect.Average} each.",
                .. disposed is { Disposed: > 0 } state
                    ? (string[])[$"{(done ? "All" : $"{state.Disposed:N0}")} of them say that they are disposed of already (field {state.Flag}); the container does not let go of them for that."] : [],
                isRoot
                    ? "A singleton is made once: so many are transient, and were resolved from the root provider, as a singleton does that has it injected."
                    : "The scope is still open: a scope is for one piece of work, such as a request or a message.",
            ],
            heap.Thresholds.ManyStated("services of one type in one scope's list of what it is to dispose of"),
            remedy: isRoot
                ? $"Resolve {type.ShortName} from a scope of its own for each piece of work (IServiceScopeFactory.CreateScope, with using), or have a factory of your own make it with new, "
                    + "and dispose of it there: a container keeps only what it has made itself."
                : $"Dispose of the scope when its piece of work is done, and make a new one for the next (using var scope = …CreateScope()); or make {type.ShortName} with new.",
            disposed.NextOf(type, NextCommand.ChainsTo(type.Name)));
    }
}
