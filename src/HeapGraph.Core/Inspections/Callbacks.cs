using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Inspections;

/// <summary>Whom a callback works for.</summary>
internal static class Callbacks
{
    private const int MaxHops = 4;

    /// <summary>What a delegate's method works on: its target, for a static lambda with a state that state, and where
    /// either of them is a delegate again, the same of that one. The delegate itself when it has no target.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="callback">The delegate.</param>
    /// <param name="state">The object that it is called with, -1 for none.</param>
    public static int OwnerOf(ObjectGraph graph, int callback, int state = -1)
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

    /// <summary>An owner in words: <c>Poller</c>, or <c>a lambda in Poller</c> for what it captured.</summary>
    public static string WordsOf(HeapType owner) =>
        LambdaIn(owner) is > 0 and var end ? $"a lambda in {owner.ShortName[..end]}" : owner.ShortName;

    /// <summary>Whether an owner is what a lambda captured.</summary>
    public static bool IsLambda(HeapType owner) => LambdaIn(owner) > 0;

    private static int LambdaIn(HeapType owner) => owner.ShortName.IndexOf(".<>c", StringComparison.Ordinal);

    private static bool IsStaticLambda(HeapType type) => type.Name.EndsWith(".<>c", StringComparison.Ordinal);
}
