namespace HeapGraph.Benchmarks;

/// <summary>What is measured, and how often.</summary>
/// <param name="Objects">The sizes of the heaps.</param>
/// <param name="Repeat">How often each contender runs on each heap.</param>
/// <param name="Forms">The forms of HeapGraph that run on all heaps.</param>
/// <param name="IsCold">The dump is dropped from the page cache before every run.</param>
/// <param name="IsMemoryCold">Free memory is filled and given back before each heap, and taken back by the host before every run.</param>
/// <param name="Limit">What a single run may take.</param>
/// <param name="KeepsDumps">The dumps stay, and those that stayed are taken.</param>
/// <param name="IsAsBuilt">The programs are taken as they are built, not published.</param>
internal sealed record BenchmarkOptions(
    IReadOnlyList<int> Objects, int Repeat, IReadOnlyList<ToolForm> Forms, bool IsCold, bool IsMemoryCold, TimeSpan Limit, bool KeepsDumps, bool IsAsBuilt);
