using HeapGraph.Benchmarks.Live.AtRest;

namespace HeapGraph.Benchmarks.Live;

/// <summary>What is measured of live processes, and how often.</summary>
/// <param name="Gigabytes">The sizes of the heaps that are filled.</param>
/// <param name="Programs">The real programs.</param>
/// <param name="Repeat">Runs of each.</param>
/// <param name="IsMemoryCold">Free memory is filled and given back before each process, and taken back by the host before every run.</param>
/// <param name="IsAsBuilt">The tool is taken as it is built, not published.</param>
internal sealed record LiveBenchmarkOptions(
    IReadOnlyList<double> Gigabytes, IReadOnlyList<ProgramAtRest> Programs, int Repeat, bool IsMemoryCold, bool IsAsBuilt);
