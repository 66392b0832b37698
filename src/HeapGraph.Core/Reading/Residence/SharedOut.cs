namespace HeapGraph.Core.Reading.Residence;

/// <summary>Shares out a number in given proportions, so that the parts add up to it.</summary>
internal static class SharedOut
{
    /// <summary>The part of <paramref name="total"/> between two points of a scale that ends at <paramref name="whole"/>; parts that follow one another
    /// add up to the total.</summary>
    public static long Between(long total, ulong from, ulong to, ulong whole) => whole == 0 ? 0 : UpTo(total, to, whole) - UpTo(total, from, whole);

    private static long UpTo(long total, ulong at, ulong whole) => (long)((UInt128)(ulong)total * at / whole);
}
