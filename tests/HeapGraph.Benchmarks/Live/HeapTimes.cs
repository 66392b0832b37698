using HeapGraph.Benchmarks.Measuring;
using HeapGraph.Core;

namespace HeapGraph.Benchmarks.Live;

/// <summary>All times of one filled heap, and its rows in both tables.</summary>
/// <param name="gigabytes">The size of the heap.</param>
internal sealed class HeapTimes(double gigabytes)
{
    public static IReadOnlyList<string> StandstillHeaders { get; } =
    [
        "heap", "longest gap, HeapGraph", "by its own account", "longest gap, createdump", "shorter", "ms/GB",
        "bare copy from outside", "x bare copy", "copy within a process",
    ];

    public static IReadOnlyList<string> WaitingHeaders { get; } =
    [
        "heap", "capture", "createdump", "faster", "common --pid", "common FILE", "more", "fresh memory and bare copy",
        "growth of the process", "growth left alone",
    ];

    /// <summary>What fresh memory took before the first run.</summary>
    public required string FreshMemory { get; init; }

    /// <summary>By the process's own ticker, under HeapGraph and under createdump.</summary>
    public Spread Gap { get; } = new();

    public Spread GapOfDump { get; } = new();

    /// <summary>By HeapGraph's own account.</summary>
    public Spread Account { get; } = new();

    public Spread Capture { get; } = new();

    public Spread Dump { get; } = new();

    public Spread Live { get; } = new();

    public Spread File { get; } = new();

    public Spread CopyWithin { get; } = new();

    public Spread CopyFromOutside { get; } = new();

    public Spread Fresh { get; } = new();

    /// <summary>Bytes by which the process grew while it was read, and in as long a time by itself.</summary>
    public (long Read, long Alone) Growth { get; set; }

    public IReadOnlyList<string> Standstill =>
    [
        $"{gigabytes} GB", $"{Gap}", $"{Account}", $"{GapOfDump}", $"{GapOfDump.Median / Gap.Median:0.0} x", $"{Gap.Median / gigabytes:0}",
        $"{CopyFromOutside}", $"{Gap.Median / CopyFromOutside.Median:0.00}", $"{CopyWithin}",
    ];

    public IReadOnlyList<string> Waiting =>
    [
        $"{gigabytes} GB", Capture.Seconds, Dump.Seconds, $"{Dump.Median / Capture.Median:0.0} x", Live.Seconds, File.Seconds,
        $"{(Live.Median - File.Median) / 1000:+0.00;-0.00} s", $"{(Fresh.Median + CopyFromOutside.Median) / 1000:0.00} s",
        Size(Growth.Read), Size(Growth.Alone),
    ];

    private static string Size(long bytes) => bytes > 0 ? bytes.AsByteSize : "none";
}
