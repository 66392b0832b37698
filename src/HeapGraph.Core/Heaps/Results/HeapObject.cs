using HeapGraph.Core.Graph;
using HeapGraph.Core.Heaps.Notebooks;
using HeapGraph.Core.Heaps.Opened;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading;

namespace HeapGraph;

/// <summary>One object of a <see cref="Heap"/>. Equal to another when both are the same object of the same heap.</summary>
/// <remarks>A number and a reference; what it tells is looked up when asked for.</remarks>
[TypeFormatterSource(typeof(NotebookFormatters), PreferredMimeTypes = [NotebookFormatters.Html])]
public sealed class HeapObject : IEquatable<HeapObject>
{
    internal HeapObject(HeapReading heap, int index)
        : this(heap, heap.Read(GraphParts.Reachability).Graph, index)
    {
    }

    internal HeapObject(HeapReading heap, ObjectGraph graph, int index) => (Heap, Graph, Index) = (heap, graph, index);

    /// <summary>The heap that it is of.</summary>
    internal HeapReading Heap { get; }

    /// <summary>Its type.</summary>
    public HeapType Type => Graph.TypeOf(Index);

    /// <summary>The address at which it starts.</summary>
    public ulong Address => Graph.AddressOf(Index);

    /// <summary>Its own size in bytes, as the runtime counts it.</summary>
    public long Bytes => Graph.BytesOf(Index);

    /// <summary>Number of elements of an array or characters of a string, 0 for other objects.</summary>
    public long Length => Graph.LengthOf(Index);

    /// <summary>Where on the heap it lies; null when that is not known.</summary>
    public HeapGeneration? Generation => Graph.Generations[Index];

    /// <summary>Its value in a few words: a string's first 40 characters, <c>Count = 3</c>, an array's length, a boxed number, a
    /// delegate's method, a task's status. Null where it has none, and once the heap is closed.</summary>
    public string? Value => Heap.DetailsOrNone.ValueOf(Index);

    /// <summary>Whether a GC root keeps it alive, directly or not. The first question about any object searches the heap.</summary>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    public bool IsReachable => Heap.Reachable().Contains(Index);

    /// <summary>Bytes that a collection would free if it went, itself included; 0 when it is unreachable. The first question
    /// about any object costs a dominator tree.</summary>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    public long RetainedBytes => Heap.Dominators().RetainedBytesOf(Index);

    /// <summary>The GC roots that keep it alive directly; mostly none.</summary>
    public IReadOnlyList<HeapRoot> Roots => [.. Graph.RootsOf(Index)];

    /// <summary>What it refers to, each object once, in slot order. Python's <c>gc.get_referents</c>.</summary>
    public HeapObjects References => new(Heap, Graph, Distinct(Graph.References[Index]), ObjectScope.All);

    /// <summary>What refers to it, reachable or not, each object once, by address. Python's <c>gc.get_referrers</c>. The first
    /// question about any object turns all references round.</summary>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>var shared = heap.ObjectsOf("byte[]").Where(array => array.Referrers.Count > 1);</code></example>
    public HeapObjects Referrers => new(Heap, Graph, Distinct(Heap.Read(GraphParts.All).Graph.Referrers[Index]), ObjectScope.All);

    internal int Index { get; }

    private ObjectGraph Graph { get; }

    /// <summary>Whether both are the same object of the same heap.</summary>
    public static bool operator ==(HeapObject? left, HeapObject? right) => Equals(left, right);

    /// <summary>Whether they are different objects, or of different heaps.</summary>
    public static bool operator !=(HeapObject? left, HeapObject? right) => !Equals(left, right);

    /// <inheritdoc/>
    public bool Equals(HeapObject? other) => other is not null && other.Heap == Heap && other.Index == Index;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HeapObject);

    /// <inheritdoc/>
    public override int GetHashCode() => Index;

    /// <summary>Its type, address, size and value in a line.</summary>
    public override string ToString() => PlainText.Invariantly(() => Wording.Describe(Type, Address, Bytes, Value, shorten: false));

    private static int[] Distinct(ReadOnlySpan<int> objects) => [.. objects.ToArray().Distinct()];
}
