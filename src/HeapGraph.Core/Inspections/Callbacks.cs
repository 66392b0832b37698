using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;

namespace HeapGraph.Core.Inspections;

/// <summary>Whom a callback works for.</summary>
internal static class Callbacks
{
    private const string Lambdas = ".<>c";
    private const int MaxHops = 4;
    private const int MaxWrappers = 6;
    private const int MostReferences = 8;   // what holds more does more than to pass a call on

    /// <summary>What a delegate's method works on: its target, for a static lambda with a state that state, and where
    /// either of them is a delegate again, or an object of .NET's that only passes the call on, the same of that one. The delegate itself when it has no target.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="callback">The delegate.</param>
    /// <param name="state">The object that it is called with, -1 for none.</param>
    public static int OwnerOf(ObjectGraph graph, int callback, int state = -1) => Follow(graph, callback, state).Owner;

    /// <summary>The same, with the first object of .NET's on the way there; -1 for none.</summary>
    public static (int Owner, int Through) Follow(ObjectGraph graph, int callback, int state = -1) => Behind(graph, TargetOf(graph, callback, state));

    /// <summary>Whom an object works for: the one behind it where it is one of .NET's that only passes calls on, else itself.</summary>
    public static (int Owner, int Through) Behind(ObjectGraph graph, int owner)
    {
        var passed = new List<int>();
        while (passed.Count < MaxWrappers && PassesOnTo(graph, owner, passed) is >= 0 and var next)
        {
            passed.Add(owner);
            owner = next;
        }

        return (owner, passed is [var first, ..] ? first : -1);
    }

    /// <summary>Whom the one delegate in an object works for, whosever type that is; -1 where there is no such, or it does more than to hold a delegate.</summary>
    public static int HeldIn(ObjectGraph graph, int subscription)
    {
        var found = -1;
        foreach (var target in graph.References[subscription] is { Length: <= MostReferences } references ? references : [])
        {
            if (graph.TypeOf(target).IsDelegate)
            {
                if (found >= 0)
                {
                    return -1;
                }

                found = target;
            }
        }

        return found < 0 || OwnerOf(graph, found) is var owner && (owner == found || owner == subscription) ? -1 : owner;
    }

    /// <summary>An owner in words: <c>Poller</c>, or <c>a lambda in Poller</c> for what it captured.</summary>
    public static string WordsOf(HeapType owner) =>
        LambdaIn(owner) is > 0 and var end ? $"a lambda in {owner.ShortName[..end]}" : owner.ShortName;

    /// <summary>So many of them: <c>300 Poller</c>, <c>300 lambdas in Poller</c>.</summary>
    public static string CountOf(HeapType owner, int count) =>
        LambdaIn(owner) is > 0 and var end ? $"{count:N0} lambdas in {owner.ShortName[..end]}" : $"{count:N0} {owner.ShortName}";

    /// <summary>Whether an owner is what a lambda captured.</summary>
    public static bool IsLambda(HeapType owner) => LambdaIn(owner) > 0;

    private static int TargetOf(ObjectGraph graph, int callback, int state = -1)
    {
        for (var hop = 0; hop < MaxHops; hop++)
        {
            // _target is the first field of a delegate; that of a static method is the delegate itself.
            var target = graph.References[callback] is [var first, ..] ? first : callback;
            var isStatic = target == callback || IsStaticLambda(graph.TypeOf(target));
            var owner = isStatic && state >= 0 ? state : target;
            if (owner == callback || !graph.TypeOf(owner).IsDelegate)
            {
                return owner;
            }

            (callback, state) = (owner, -1);
        }

        return callback;
    }

    /// <summary>Whom an object of .NET's passes calls on to: the one that the one delegate in it works for, or the one observer; -1 where it does more than that.</summary>
    private static int PassesOnTo(ObjectGraph graph, int wrapper, List<int> passed)
    {
        var type = graph.TypeOf(wrapper);
        if (!type.MayPassOn || graph.References[wrapper].Length is 0 or > MostReferences)
        {
            return -1;
        }

        var (delegates, observers) = (new HashSet<int>(), new HashSet<int>());
        foreach (var target in graph.References[wrapper])
        {
            var held = graph.TypeOf(target);
            if (held.IsDelegate)
            {
                var owner = TargetOf(graph, target);
                if (!held.IsProducer && owner != target && owner != wrapper && !IsStaticLambda(graph.TypeOf(owner)))
                {
                    delegates.Add(owner);
                }
            }
            else if (held != type && !held.IsObserved && !held.IsObserverNode && !passed.Contains(target))
            {
                observers.Add(target);
            }
        }

        if (type.PassesState)
        {
            observers.RemoveWhere(state => FrameworkNames.Owns(graph.TypeOf(state)));
        }

        return delegates.Count == 1 ? delegates.Single() : delegates.Count == 0 && (type.PassesToObserver || type.PassesState) && observers.Count == 1 ? observers.Single() : -1;
    }

    private static int LambdaIn(HeapType owner) => owner.ShortName.IndexOf(Lambdas, StringComparison.Ordinal);

    private static bool IsStaticLambda(HeapType type) =>
        type.Name.IndexOf(Lambdas, StringComparison.Ordinal) is > 0 and var at && (type.Name.Length == at + Lambdas.Length || type.Name[at + Lambdas.Length] == '<');
}
