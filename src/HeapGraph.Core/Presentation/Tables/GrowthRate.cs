using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>How fast a heap grows, by the times of its snapshots.</summary>
/// <param name="Bytes">How much it grew from the first to the last.</param>
/// <param name="Time">What passed between them; null when that is not known, or less than a minute.</param>
/// <param name="Room">Bytes that the process may still take, after what it had at the last; null when nothing limits it, or it is not known.</param>
internal sealed record GrowthRate(long Bytes, TimeSpan? Time, long? Room)
{
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);   // of less an hour says nothing
    private const long Sooner = 1L << 30;   // without a limit: 1 GB

    /// <summary>The column of what each row gains in an hour.</summary>
    public TableColumn[] Columns => Time is null ? [] : [TableColumn.Bytes("bytes per hour", spare: 3) with { IsForPeople = true }];

    /// <summary>What the growth means.</summary>
    public IEnumerable<Remark> Sentences
    {
        get
        {
            if (Time is not { } time || Bytes <= 0)
            {
                return [];
            }

            var (goal, what) = Room is > 0 and { } room ? (room, $"the {room.AsByteSize} that are left of its limit are gone") : (Sooner, "1 GB more is taken");
            var until = TimeSpan.FromHours(Math.Min(goal / PerHour(Bytes, time), 24d * 365_000));
            return [$"It grew by {Bytes.AsByteSize} in {ProcessWording.Of(time)}, {((long)PerHour(Bytes, time)).AsByteSize} an hour: at this rate {what} in {ProcessWording.Roughly(until)}."];
        }
    }

    /// <summary>The rate between the first and the last of some snapshots.</summary>
    public static GrowthRate Of(IReadOnlyList<GrowthSnapshot> snapshots)
    {
        var (first, last) = (snapshots[0].Coverage.Process, snapshots[^1].Coverage.Process);
        var time = SnapshotOrder.AreOfOneProgram(first, last) ? last?.TakenAt - first?.TakenAt : null;
        return new(snapshots[^1].Bytes - snapshots[0].Bytes, time >= Least ? time : null, last?.MemoryLimit - last?.ResidentBytes);
    }

    /// <summary>The cell of that column.</summary>
    public object[] Cells(long bytes) => Time is { } time ? [new SignedNumber((long)PerHour(bytes, time))] : [];

    private static double PerHour(long bytes, TimeSpan time) => bytes / time.TotalHours;
}
