namespace HeapGraph.Core.Analysis.WhatIf;

/// <summary>The fewest elements of which each of some sets has one.</summary>
/// <remarks>Branch and bound: of a set that is not hit one element must be taken. Exponential in the number taken, which is small where it is asked for.</remarks>
internal static class LeastHittingSet
{
    private const int MostBranches = 200_000;

    /// <param name="sets">The sets, none of them empty; of equally few elements those that stand first in them are taken.</param>
    /// <returns>Null when that takes too long.</returns>
    public static IReadOnlyList<T>? Of<T>(IReadOnlyList<IReadOnlyList<T>> sets)
        where T : notnull
    {
        var branches = 0;
        for (var most = 0; most <= sets.Count; most++)
        {
            (List<T>? Taken, int Cost) best = (null, int.MaxValue);
            Take([], 0);
            if (branches > MostBranches || best.Taken is not null)
            {
                return branches > MostBranches ? null : best.Taken;
            }

            void Take(List<T> taken, int cost)
            {
                if (++branches > MostBranches || cost >= best.Cost)
                {
                    return;
                }

                var unhit = sets.Where(set => !set.Any(taken.Contains)).MinBy(set => set.Count);
                if (unhit is null)
                {
                    best = ([.. taken], cost);
                }
                else if (taken.Count < most)
                {
                    for (var place = 0; place < unhit.Count; place++)
                    {
                        taken.Add(unhit[place]);
                        Take(taken, cost + place);
                        taken.RemoveAt(taken.Count - 1);
                    }
                }
            }
        }

        return null;
    }
}
