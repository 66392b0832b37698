using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Conditions;

/// <summary>Finds those of many objects for which a condition holds.</summary>
/// <remarks>On all cores; some reads of memory for each comparison that is reached. Of <c>and</c> and <c>or</c> no more is looked at than decides.</remarks>
internal sealed class ConditionSearch
{
    private const int ObjectsPerPiece = 1 << 16;
    private const int ObjectsPerLook = 1 << 10;   // for cancellation: one may have a dictionary of millions

    private readonly Condition _condition;
    private readonly string _text;
    private readonly IPathReader[] _readers;

    /// <param name="values">What paths lead to.</param>
    /// <param name="condition">The condition.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public ConditionSearch(IPathValues values, string condition)
    {
        (_text, _condition) = (condition, ConditionParser.Parse(condition));
        _readers = [.. _condition.Comparisons.Select(comparison => values.Along(comparison.Path))];
    }

    /// <summary>Finds them.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="objects">The objects to look at.</param>
    /// <param name="mayBeUnknown">Whether it may be that none of them has a field that the condition names.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Those for which it holds, in the same order, and what is to be said of the others.</returns>
    /// <exception cref="UnknownNameException">None of the objects has a field that the condition names.</exception>
    public (int[] Objects, ConditionOutcome Outcome) Among(ObjectGraph graph, IReadOnlyList<int> objects, bool mayBeUnknown, CancellationToken cancellation)
    {
        var pieces = (objects.Count + ObjectsPerPiece - 1) / ObjectsPerPiece;
        var (found, tallies) = (new List<int>[pieces], new PathTally[pieces][]);
        SearchFailure.Unwrapped(() => Parallel.For(0, pieces, new ParallelOptions { CancellationToken = cancellation }, piece =>
        {
            PathTally[] mine = [.. _readers.Select(reader => new PathTally(reader.Path))];
            var holds = found[piece] = [];
            for (var at = piece * ObjectsPerPiece; at < Math.Min(objects.Count, (piece + 1) * ObjectsPerPiece); at++)
            {
                if (at % ObjectsPerLook == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                var next = 0;
                if (Holds(_condition, objects[at], mine, ref next))
                {
                    holds.Add(objects[at]);
                }
            }

            tallies[piece] = mine;
        }));

        PathTally[] sums = [.. _readers.Select((reader, index) => PathTally.Sum(reader.Path, tallies.Select(piece => piece[index])))];
        foreach (var (sum, reader) in mayBeUnknown ? [] : sums.Zip(_readers))
        {
            sum.RequireKnown(reader);
        }

        int[] objectsThatHold = [.. found.SelectMany(piece => piece)];
        return (objectsThatHold, new ConditionOutcome(_text, ObjectSet.Of(graph.ObjectCount, objectsThatHold), objectsThatHold.Length, objects.Count, [.. sums.SelectMany(sum => sum.Missing).Distinct()]));
    }

    private bool Holds(Condition condition, int objectIndex, PathTally[] tallies, ref int next)
    {
        switch (condition)
        {
            case Condition.All all:
                return HoldsFor(all.Parts, objectIndex, tallies, ref next, isEnough: false);
            case Condition.Any any:
                return HoldsFor(any.Parts, objectIndex, tallies, ref next, isEnough: true);
            case Condition.Comparison comparison:
                var (reader, tally) = (_readers[next], tallies[next]);
                next++;
                var value = reader.Read(objectIndex);
                var met = comparison.Wanted.IsMet(comparison.Kind, value, reader);
                tally.Add(value, isComparable: met is not null);
                return met == true;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <param name="parts">The parts.</param>
    /// <param name="objectIndex">The object.</param>
    /// <param name="tallies">Told of each value.</param>
    /// <param name="next">The comparison that comes next.</param>
    /// <param name="isEnough">The result of one part that decides.</param>
    private bool HoldsFor(IReadOnlyList<Condition> parts, int objectIndex, PathTally[] tallies, ref int next, bool isEnough)
    {
        var decided = false;
        foreach (var part in parts)
        {
            if (decided)
            {
                next += part.Count;
            }
            else
            {
                decided = Holds(part, objectIndex, tallies, ref next) == isEnough;
            }
        }

        return decided == isEnough;
    }
}
