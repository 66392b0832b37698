using System.Collections.Concurrent;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Targets;
using Xunit;

namespace HeapGraph.Core.Tests.Support;

/// <summary>Leak targets as they are read from a dump and from the live process, each once for all tests.</summary>
internal static class ReadTargets
{
    private const string Live = "live, ";
    private const string Dump = "dump, ";
    private static readonly ConcurrentDictionary<(string Target, string Source), Lazy<HeapSnapshot>> Read = new();

    /// <summary>A dump and the live process, under each garbage collector: <c>live, DATAS</c>.</summary>
    public static TheoryData<string> Sources =>
        [.. GcFlavours.Names.Select(flavour => Dump + flavour.Data), .. GcFlavours.Names.Select(flavour => Live + flavour.Data)];

    public static HeapSnapshot Of(string target, string source) =>
        Read.GetOrAdd((target, source), _ => new Lazy<HeapSnapshot>(() => Open(target, source))).Value;

    private static HeapSnapshot Open(string target, string source)
    {
        var options = new HeapReadOptions(GraphParts.All);
        if (source.StartsWith(Dump, StringComparison.Ordinal))
        {
            return new DumpHeapReader(GcFlavours.Dump(target, source[Dump.Length..])).Read(options, null, CancellationToken.None);
        }

        using var process = GcFlavours.Start(target, source[Live.Length..]);
        return HeapTargetOpener.Open(new HeapTarget.LiveProcess(process.Id, target), options, null, CancellationToken.None);
    }
}
