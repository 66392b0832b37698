namespace HeapGraph.Core.Inspections;

/// <summary>How rules sort what they meet.</summary>
internal static class Groups
{
    private const int MaxListed = 3;

    extension<T>(IEnumerable<T> items)
    {
        /// <summary>Groups of <see cref="LeakThresholds.LeastObjects"/> or more.</summary>
        public IEnumerable<T[]> LargeGroupsBy<TKey>(Func<T, TKey> keyOf) =>
            items.GroupBy(keyOf).Select(group => group.ToArray()).Where(group => group.Length >= LeakThresholds.LeastObjects);

        /// <summary>All groups, the largest first, those of one size by name.</summary>
        public IGrouping<TKey, T>[] LargestGroupsBy<TKey>(Func<T, TKey> keyOf, Func<TKey, string> nameOf) =>
            [.. items.GroupBy(keyOf).OrderByDescending(group => group.Count()).ThenBy(group => nameOf(group.Key), StringComparer.Ordinal)];
    }

    extension<TKey, T>(IGrouping<TKey, T>[] groups)
    {
        /// <summary>"12 Lease, 3 Order, 1 Cart and 4 more types.".</summary>
        public string Listed(Func<TKey, string> nameOf, string noun) =>
            string.Join(", ", groups.Take(MaxListed).Select(group => $"{group.Count():N0} {nameOf(group.Key)}"))
                + (groups.Length > MaxListed ? $" and {groups.Length - MaxListed:N0} more {noun}." : ".");
    }

    extension<T>(T[] items)
    {
        /// <summary>So many of them at most, at even distances.</summary>
        public T[] Sample(int most)
        {
            var count = Math.Min(most, items.Length);
            return [.. Enumerable.Range(0, count).Select(number => items[(int)((long)number * items.Length / count)])];
        }
    }

    extension(IEnumerable<LeakFinding> findings)
    {
        /// <summary>By severity, of one severity the surest first, then the largest.</summary>
        public IEnumerable<LeakFinding> GravestFirst() => findings
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.IsInOrder)
            .ThenByDescending(finding => finding.Kind != LeakKind.Wasted)
            .ThenByDescending(finding => finding.Certainty)
            .ThenByDescending(finding => finding.RetainedBytes)
            .ThenByDescending(finding => finding.Objects)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal);

        /// <summary>Those with the same identity as one: the gravest, with the numbers of all.</summary>
        public IEnumerable<LeakFinding> MergedById() =>
            from finding in findings
            group finding by finding.Id into same
            select same.MaxBy(finding => finding.RetainedBytes)! with
            {
                Objects = same.Sum(finding => finding.Objects),
                RetainedBytes = same.Sum(finding => finding.RetainedBytes),
            };
    }
}
