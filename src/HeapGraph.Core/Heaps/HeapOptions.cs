using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph;

/// <summary>How a <see cref="Heap"/> is read.</summary>
public sealed record HeapOptions
{
    /// <summary>The runtime's DAC (<c>libmscordaccore.so</c>), or its folder; null to look for the one that fits in an
    /// installed .NET, in the NuGet cache, and beside the runtime where only root and this user could have put it. It is native code: what is named is loaded.</summary>
    public string? DacPath { get; init; }

    /// <summary>True for the plain fields (<c>_entries</c>, <c>[17].value</c>) instead of what a person would write:
    /// keys (<c>["order-17"]</c>), the methods of delegates, captured variables.</summary>
    public bool PlainNames { get; init; }

    /// <summary>True to show no values of strings, numbers and the like, nor of keys: for results that leave the house.</summary>
    public bool HidesValues { get; init; }

    /// <summary>What the DAC is not asked for: for targets on which it crashes or hangs there. Results say what is missing then.</summary>
    /// <example><code>new HeapOptions { LeftOut = DacPieces.StackWalks }</code></example>
    public DacPieces LeftOut { get; init; }

    /// <summary>How a live process is copied.</summary>
    public LiveOptions Live { get; init; } = new();

    /// <summary>Which objects questions are about; null for all. Chains, pictures and what keeps how much alive are of the whole heap.</summary>
    /// <exception cref="ArgumentException">A name in it is no regular expression where it should be one.</exception>
    public HeapFilter? Filter
    {
        get;
        init
        {
            field = value;
            Counting = value?.Compiled ?? ObjectFilter.None;
        }
    }

    /// <summary>The program's own namespaces, each with those below it: <c>Shop</c>. Their types are its own though they begin with <c>System.</c> or
    /// <c>Microsoft.</c>, and in pictures those of all other namespaces are not. Empty: all that is not .NET's is its own.</summary>
    /// <exception cref="ArgumentException">One is no namespace.</exception>
    public IReadOnlyList<string> OwnNamespaces
    {
        get;
        init => field = value.FirstOrDefault(name => !Core.Graph.Names.Frameworks.OwnNamespaces.IsName(name)) is { } wrong
            ? throw new ArgumentException($"'{wrong}' is no namespace.", nameof(OwnNamespaces)) : value;
    } = [];

    /// <summary>Leak suspects that <see cref="Heap.Triage"/> only counts, and names apart.</summary>
    public IReadOnlyList<FindingSilence> Silence { get; init; } = [];

    /// <summary>Fields of which every question is answered as if they held nothing: <c>Type.Field</c>, static or not, or <c>Type[]</c> for the
    /// elements of arrays; with <c>*</c> and <c>?</c> in both, or <c>/a regular expression/</c>. The first question throws
    /// <see cref="UnknownNameException"/> where there is no such field.</summary>
    /// <example><code>new HeapOptions { IgnoredReferences = ["Shop.Catalog.Items"] }</code></example>
    public IReadOnlyList<string> IgnoredReferences { get; init; } = [];

    /// <summary>Told now and then how far the reading is, from several threads; null for nobody.</summary>
    public IProgress<HeapReadProgress>? Progress { get; init; }

    /// <summary>Ends whatever the heap reads or searches with <see cref="OperationCanceledException"/>; results that are there
    /// stay usable.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The filter as questions use it.</summary>
    internal ObjectFilter Counting { get; init; } = ObjectFilter.None;

    /// <summary>Paths whose values are told of each object that has them.</summary>
    internal IReadOnlyList<ValuePath> Selected { get; init; } = [];

    /// <summary>The same with single types, threads and modules.</summary>
    internal LeftOut LeftOutParts { get => field ?? new(LeftOut); init; }

    /// <summary>Who asks; null for a user of the library.</summary>
    internal IHeapHost? Host { get; init; }
}
