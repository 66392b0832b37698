using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Choices;

/// <summary>What the user wants to be told of each object besides type, size and value.</summary>
internal sealed class ExtraInfo(Session session, HeapSnapshot snapshot, bool retained, bool generation)
{
    /// <summary>What keeps what alive; found when it is asked for first.</summary>
    public DominatorTree Dominators => field ??= session.Timed("Finding dominators", () => DominatorTree.Of(snapshot.Graph, session.Cancellation));

    /// <summary>The picture with it.</summary>
    public ReferenceNeighborhood In(ReferenceNeighborhood picture) =>
        retained || generation ? picture.Telling(retained ? Dominators : null, generation ? snapshot.Graph.Generations : null) : picture;
}
