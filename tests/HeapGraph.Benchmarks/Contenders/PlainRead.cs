namespace HeapGraph.Benchmarks.Contenders;

/// <summary>The floor: the file from its beginning to its end with read(), into one buffer, on one thread.</summary>
internal static class PlainRead
{
    private const int BlockBytes = 64 << 20;

    /// <returns>The bytes read.</returns>
    public static long Run(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var block = GC.AllocateUninitializedArray<byte>(BlockBytes);
        var total = 0L;
        for (int count; (count = RandomAccess.Read(file, block, total)) > 0; total += count)
        {
        }

        return total;
    }
}
