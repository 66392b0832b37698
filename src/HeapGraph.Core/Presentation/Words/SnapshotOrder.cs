namespace HeapGraph.Core.Presentation.Words;

/// <summary>Whether some snapshots can be compared in the order in which they were given.</summary>
internal static class SnapshotOrder
{
    /// <summary>Whether two snapshots are of one program, as far as is known.</summary>
    public static bool AreOfOneProgram(HeapProcess? one, HeapProcess? other) => one?.Program is null || other?.Program is null || one.Program == other.Program;

    /// <summary>What speaks against it, a sentence each.</summary>
    public static IEnumerable<string> DoubtsOf(IReadOnlyList<GrowthSnapshot> snapshots)
    {
        foreach (var (before, after) in snapshots.Zip(snapshots.Skip(1)))
        {
            if (before.Coverage.Process is not { } earlier || after.Coverage.Process is not { } later)
            {
                continue;
            }

            if (!AreOfOneProgram(earlier, later))
            {
                yield return $"These are heaps of two programs, {earlier.Program!.Printable} and {later.Program!.Printable}: what differs between them is no growth.";
            }
            else if (later.TakenAt < earlier.TakenAt)
            {
                yield return $"'{after.Target}' was {(later.IsTimeOfFile || earlier.IsTimeOfFile ? "written" : "taken")} before '{before.Target}': "
                    + "what follows tells how the heap shrank from the later to the earlier one. Give the older first.";
            }
            else if (earlier.Id is { } id && later.Id is { } otherId && id != otherId)
            {
                yield return $"These are two runs of the program (pid {id} and {otherId}): what differs may be their work, not growth.";
            }
        }
    }
}
