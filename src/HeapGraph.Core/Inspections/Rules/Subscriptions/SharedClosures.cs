using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>Variables that a lambda captured and that another lambda keeps, which does not use them: the lambdas of one block share one object for all that they
/// capture.</summary>
/// <remarks>Which variables a lambda uses its code says. A variable that anything but a lambda of the block may use, such as an async method or a local function, counts as used.</remarks>
internal sealed class SharedClosures : ILeakInspection
{
    public string Name => "shared-closures";

    public string Subject => "variables that a lambda keeps for another one";

    public string FalseAlarms => "A variable that only reflection or an expression reads. One that an async lambda, an iterator or a local function may use counts as used.";

    private const int Samples = 32;
    private const int MostDelegates = 5_000_000;
    private const int MostKinds = 50;   // each costs a search of the program's code
    private const string Closure = ".<>c__DisplayClass";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        if (heap.Contents is null)
        {
            return [];
        }

        int[] types = [.. heap.TypesWith(1).Where(type => IsClosure(heap.Graph.Types[type]))
            .Select(type => (Type: type, Bytes: heap.ObjectsOf(type).ToArray().Sum(heap.Tree.RetainedBytesOf)))
            .Where(found => found.Bytes >= heap.Thresholds.MuchBytes).OrderByDescending(found => found.Bytes).ThenBy(found => found.Type).Take(MostKinds).Select(found => found.Type)];
        if (types.Length == 0)
        {
            return [];
        }

        var delegates = DelegatesOf(heap, [.. types]);
        return types.SelectMany(type => VariablesOf(heap, type).Select(variable => FindingOf(heap, type, variable, delegates))).OfType<LeakFinding>();
    }

    private static bool IsClosure(HeapType type) =>
        type.Name.LastIndexOf('.') is >= 0 and var own && type.Name.AsSpan(own).StartsWith(Closure, StringComparison.Ordinal);

    /// <summary>The delegates that call methods of such objects, by object.</summary>
    private static ILookup<int, int> DelegatesOf(InspectedHeap heap, HashSet<int> types) => heap.ObjectsOf(type => type.IsDelegate).Take(MostDelegates)
        .Select(one => (Delegate: one, Target: heap.Graph.References[one] is [var target, ..] ? target : -1))
        .Where(one => one.Target >= 0 && types.Contains(heap.Graph.TypeIndexOf(one.Target)))
        .ToLookup(one => one.Target, one => one.Delegate);

    /// <summary>The fields of such an object that hold much alone: by name, and the type of what they refer to.</summary>
    private static IEnumerable<(string Field, int Type, int Owner, int Held)> VariablesOf(InspectedHeap heap, int type) =>
        from owner in heap.ObjectsOf(type).ToArray().Sample(Samples)
        from held in heap.Graph.References[owner].ToArray().Distinct()
        where heap.Tree.DominatorOf(held) == owner && !IsClosure(heap.Graph.TypeOf(held)) && !heap.Graph.TypeOf(held).IsDelegate
        from label in heap.LabelsOf(owner, held).Take(1)
        where label.IsPath
        group (Field: label.Name, Type: heap.Graph.TypeIndexOf(held), owner, held) by (label.Name, heap.Graph.TypeIndexOf(held)) into same
        select same.MaxBy(found => heap.Tree.RetainedBytesOf(found.held));

    private static LeakFinding? FindingOf(InspectedHeap heap, int type, (string Field, int Type, int Owner, int Held) variable, ILookup<int, int> delegates)
    {
        (int Closure, int Held)[] kept = [.. from closure in heap.ObjectsOf(type).ToArray()
                                             where delegates.Contains(closure)
                                             from held in heap.Graph.References[closure].ToArray().Where(held => heap.Graph.TypeIndexOf(held) == variable.Type && heap.Tree.DominatorOf(held) == closure).Take(1)
                                             select (closure, held)];
        int[] objects = [.. kept.Select(one => one.Held)];
        var bytes = objects.Sum(heap.Tree.RetainedBytesOf);
        if (bytes < heap.Thresholds.MuchBytes || !delegates.Contains(variable.Owner)
            || UnusedBy(heap, variable, [.. kept.Select(one => one.Closure).ToArray().Sample(Samples).SelectMany(closure => delegates[closure])]) is not { } others
            || heap.ReferenceThrough(variable.Owner, variable.Held) is not { } reference)
        {
            return null;
        }

        var closureType = heap.Graph.Types[type];
        var around = closureType.ShortName[..closureType.ShortName.IndexOf(Closure, StringComparison.Ordinal)];
        var method = GeneratedName.MethodInSource(others.Keeper, $"{around}.");
        var captured = heap.Graph.Types[variable.Type];
        var holders = kept.Select(one => one.Closure).ToHashSet();
        for (var (level, hop) = (holders.ToArray(), 0); hop < 4; hop++)
        {
            level = [.. heap.HoldersOf(level)];
            holders.UnionWith(level);
        }

        return new Suspect(heap, objects, bytes)
        {
            Reference = reference,
            Kind = LeakKind.Leaked,
            Sureness = (LeakCertainty.Likely, $"the code of what keeps them does not use variable {variable.Field}"),
            Explained = [.. objects, .. holders],
        }.Finding(
            LeakFingerprint.Of("closure", closureType.Name, variable.Field),
            $"{captured.Counted(objects.Length)} captured by a {GeneratedName.MethodInSource(others.User, $"{around}.")} are kept by another {method} that does not use them",
            [
                $"All lambdas of one block share one object for what they capture ({closureType.ShortName}); {kept.Length:N0} of these are alive, each with variable {variable.Field}, {bytes / objects.Length:N0} bytes on average.",
                $"Delegates that are alive call {others.Keeper}, which does not use {variable.Field}; {others.User} does, and no delegate of it is alive there.",
            ],
            $"Looked for: {heap.Thresholds.MuchBytes.AsByteSize} or more in one captured variable that only lambdas without a living delegate use.",
            remedy: $"Make the lambda that stays in a method of its own, with what it needs as parameters, so that it shares nothing with the others; or copy what the short-lived one needs into a block of its own, or set {variable.Field} to null at its end.",
            NextCommand.ChainsTo(closureType.Name));
    }

    /// <summary>A lambda that keeps the variable without using it and one that uses it without being kept; null where one that is kept uses it, or that is not known.</summary>
    private static (string Keeper, string User)? UnusedBy(InspectedHeap heap, (string Field, int Type, int Owner, int Held) variable, int[] delegates)
    {
        string?[] living = [.. delegates.Select(heap.Contents!.MethodOf).Distinct()];
        if (living.Length == 0 || living.Contains(null) || heap.MethodsNaming(variable.Owner, variable.Field, variable.Held) is not { } named)
        {
            return null;
        }

        // The block itself writes the variable; what runs by itself may read it later.
        (string Type, string Method)[] lambdas = [.. named.Where(one => one.Type.Contains(Closure[1..], StringComparison.Ordinal))];
        return named.Any(one => one.Method == "MoveNext") || lambdas.Length == 0
            || Array.Exists(lambdas, one => living.Contains(one.Method) || !one.Method.Contains(">b__", StringComparison.Ordinal))
            || lambdas.Select(one => one.Type).Distinct().Count() > 1
                ? null : (living[0]!, lambdas[0].Method);
    }
}
