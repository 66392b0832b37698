using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Graph.Arrays;

/// <summary>Who refers to whom, as two flat arrays (compressed sparse rows): the references of object
/// <c>i</c> are <c>targets[offsets[i]..offsets[i + 1]]</c>.</summary>
/// <remarks>4 bytes per reference plus 4 per object. Parallel references are kept. Never changes once built,
/// so any number of threads may read it.</remarks>
internal sealed class EdgeTable(int[] offsets, int[] targets)
{
    /// <summary>The object numbers at the other end, in slot order for references, ascending for referrers.</summary>
    public ReadOnlySpan<int> this[int objectIndex] =>
        targets.AsSpan(offsets[objectIndex]..offsets[objectIndex + 1]);

    /// <summary>Number of the first reference of an object in the whole table.</summary>
    public int FirstEdgeOf(int objectIndex) => offsets[objectIndex];

    /// <summary>Number of objects (rows).</summary>
    public int ObjectCount => offsets.Length - 1;

    /// <summary>Number of references in the whole table.</summary>
    public int EdgeCount => offsets[^1];

    /// <summary>Who refers to one object, each once, ascending: for when the reversed table was not built.</summary>
    /// <remarks>One pass over all references, and a binary search for each that is found.</remarks>
    public IEnumerable<int> ReferrersOf(int objectIndex)
    {
        for (var edge = 0; edge < EdgeCount;)
        {
            var found = targets.AsSpan(edge, EdgeCount - edge).IndexOf(objectIndex);
            if (found < 0)
            {
                yield break;
            }

            // The last row that begins at or before the reference; empty rows begin where the next one does.
            int low = 0, high = ObjectCount;
            while (high - low > 1)
            {
                var middle = low + (high - low) / 2;
                (low, high) = offsets[middle] <= edge + found ? (middle, high) : (low, middle);
            }

            yield return low;
            edge = offsets[low + 1];
        }
    }

    /// <summary>The same references without some: of parallel ones as many go as are given. O(references) time, and as
    /// much memory as this table takes.</summary>
    public EdgeTable Without(IEnumerable<FieldReference> gone)
    {
        var byRow = Sorted(gone);
        var fewerOffsets = new int[offsets.Length];
        var fewer = GC.AllocateUninitializedArray<int>(EdgeCount);
        var left = new Dictionary<int, int>();
        var (row, filled, next) = (0, 0, 0);
        while (row < ObjectCount)
        {
            var touched = next < byRow.Length ? byRow[next].From : ObjectCount;
            var (start, end) = (offsets[row], offsets[touched]);
            targets.AsSpan(start, end - start).CopyTo(fewer.AsSpan(filled));
            for (var fewerBy = start - filled; row < touched; row++)
            {
                fewerOffsets[row + 1] = offsets[row + 1] - fewerBy;
            }

            filled += end - start;
            if (row == ObjectCount)
            {
                break;
            }

            AddLeft(row, byRow, ref next, left, fewer, ref filled);
            fewerOffsets[++row] = filled;
        }

        return new EdgeTable(fewerOffsets, fewer);
    }

    /// <summary>The rows that differ in <see cref="Without"/>, as they are there: their numbers, ascending, and for each of these a row.</summary>
    /// <remarks>As much time and memory as these rows take.</remarks>
    public (int[] Rows, EdgeTable Left) RowsWithout(IEnumerable<FieldReference> gone)
    {
        var byRow = Sorted(gone);
        var rows = new List<int>();
        var room = 0;
        for (var at = 0; at < byRow.Length; at++)
        {
            if (at == 0 || byRow[at].From != byRow[at - 1].From)
            {
                rows.Add(byRow[at].From);
                room += this[byRow[at].From].Length;
            }
        }

        var (rowOffsets, left, taken) = (new int[rows.Count + 1], new int[room], new Dictionary<int, int>());
        var (filled, next) = (0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            AddLeft(rows[row], byRow, ref next, taken, left, ref filled);
            rowOffsets[row + 1] = filled;
        }

        return ([.. rows], new EdgeTable(rowOffsets, left));
    }

    /// <param name="row">The row.</param>
    /// <param name="byRow">What goes, by row.</param>
    /// <param name="next">The first of it in this row; then in the next one.</param>
    /// <param name="left">For this alone.</param>
    /// <param name="fewer">Takes what is left.</param>
    /// <param name="filled">How much of it is taken.</param>
    private void AddLeft(int row, FieldReference[] byRow, ref int next, Dictionary<int, int> left, int[] fewer, ref int filled)
    {
        left.Clear();
        for (; next < byRow.Length && byRow[next].From == row; next++)
        {
            left[byRow[next].To] = left.GetValueOrDefault(byRow[next].To) + 1;
        }

        foreach (var target in this[row])
        {
            if (left.GetValueOrDefault(target) is > 0 and var count)
            {
                left[target] = count - 1;
            }
            else
            {
                fewer[filled++] = target;
            }
        }
    }

    private static FieldReference[] Sorted(IEnumerable<FieldReference> references)
    {
        FieldReference[] byRow = [.. references];
        for (var at = 1; at < byRow.Length; at++)
        {
            if (byRow[at].From < byRow[at - 1].From)
            {
                Array.Sort(byRow, static (a, b) => a.From.CompareTo(b.From));
                break;
            }
        }

        return byRow;
    }

    /// <summary>The same references seen from the other end: who refers to each object. Rows ascend.</summary>
    /// <remarks>A counting sort by target, shared out between the cores by target: each reads the whole table and
    /// writes the rows of its own share, so no two write to the same place.</remarks>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EdgeTable Reversed(CancellationToken cancellation = default)
    {
        var count = ObjectCount;
        var reversedOffsets = new int[count + 1];
        var sources = GC.AllocateUninitializedArray<int>(EdgeCount);
        var shares = Math.Max(1, Math.Min(Environment.ProcessorCount, EdgeCount / (1 << 16)));
        var bounds = new int[shares + 1];
        for (var share = 0; share <= shares; share++)
        {
            bounds[share] = (int)((long)count * share / shares);
        }

        // First the rows' lengths, each one place further on; their running sum is where the rows begin.
        Parallel.For(0, shares, share =>
        {
            var (from, size) = (bounds[share], (uint)(bounds[share + 1] - bounds[share]));
            foreach (var target in targets.AsSpan(0, EdgeCount))
            {
                if ((uint)(target - from) < size)
                {
                    reversedOffsets[target + 1]++;
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        for (var index = 1; index <= count; index++)
        {
            reversedOffsets[index] += reversedOffsets[index - 1];
        }

        // Filling moves each row's begin to its end, which is the next row's begin: shifting by one mends it.
        Parallel.For(0, shares, share =>
        {
            var (from, size) = (bounds[share], (uint)(bounds[share + 1] - bounds[share]));
            for (var source = 0; source < count; source++)
            {
                for (var edge = offsets[source]; edge < offsets[source + 1]; edge++)
                {
                    var target = targets[edge];
                    if ((uint)(target - from) < size)
                    {
                        sources[reversedOffsets[target]++] = source;
                    }
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        Array.Copy(reversedOffsets, 0, reversedOffsets, 1, count);
        reversedOffsets[0] = 0;
        return new EdgeTable(reversedOffsets, sources);
    }
}
