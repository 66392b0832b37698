namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>Where the parts of an arena's description stand (struct malloc_state), in bytes from its beginning, of 64 bits.</summary>
/// <param name="FastBins">Lists of small freed blocks; null where there are none.</param>
/// <param name="Top">The address of the last block.</param>
/// <param name="Next">The address of the next arena's description, in a ring.</param>
/// <param name="Threads">How many threads allocate from it.</param>
/// <param name="Bytes">All of it.</param>
internal sealed record MallocLayout(uint? FastBins, uint Top, uint Next, uint Threads, uint Bytes)
{
    /// <summary>How many bytes it has from the system.</summary>
    public uint SystemBytes => Threads + sizeof(ulong);

    /// <summary>How many lists of small freed blocks there are.</summary>
    public const int FastBinCount = 10;

    /// <summary>The layouts of glibc 2.27 to 2.42, of 2.43, and of 2.26: which one it is, the address of the last block tells.</summary>
    public static IReadOnlyList<MallocLayout> All { get; } =
    [
        new(FastBins: 16, Top: 96, Next: 2160, Threads: 2176, Bytes: 2200),
        new(FastBins: null, Top: 8, Next: 2072, Threads: 2088, Bytes: 2112),
        new(FastBins: 8, Top: 88, Next: 2152, Threads: 2168, Bytes: 2192),
    ];
}
