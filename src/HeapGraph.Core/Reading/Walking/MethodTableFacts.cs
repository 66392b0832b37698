using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>What the walk needs of one MethodTable: how large its objects are and where their references lie.</summary>
/// <remarks>Read from raw memory. Sources: the runtime's methodtable.h (flags and sizes at the start) and
/// gcdesc.h (the series below the MethodTable), 64-bit.</remarks>
internal sealed unsafe class MethodTableFacts
{
    /// <summary>What of an object's first word is the address of its MethodTable: a collection marks objects in the lowest bits.</summary>
    public const ulong AddressMask = ~7UL;

    /// <summary>Nothing in the first pages is ever a MethodTable.</summary>
    public const ulong LeastAddress = 0x10000;

    private const uint HasComponentSize = 0x80000000;
    private const uint ContainsPointers = 0x01000000;
    private const ulong Module = 0x18;
    private const uint HasFinalizer = 0x00100000;
    private const uint MaxBaseBytes = 1u << 28;
    private const long MaxSeries = 1 << 16;

    private MethodTableFacts(ulong address, uint flags, uint baseBytes)
    {
        Address = address;
        IsFinalizable = (flags & HasFinalizer) != 0;
        Layout = new ObjectLayout(baseBytes, (flags & HasComponentSize) != 0 ? flags & 0xFFFF : 0);
        HasLength = (flags & HasComponentSize) != 0;
        FixedSpan = SpanOf(0);
    }

    /// <summary>Where the MethodTable stands in the target.</summary>
    public ulong Address { get; }

    /// <summary>Its position in the list of all that were met.</summary>
    public int Index { get; set; }

    /// <summary>An object of the type; 0 when it was met elsewhere first.</summary>
    public ulong FirstSeen { get; set; }

    public ObjectLayout Layout { get; }

    /// <summary>Arrays and strings: a 32-bit length follows the MethodTable pointer.</summary>
    public bool HasLength { get; }

    public bool IsFinalizable { get; }

    /// <summary>The type of the blocks that fill the free space between objects.</summary>
    public bool IsFree { get; init; }

    /// <summary>Stretches of references, ascending, for types that are no arrays of structs; empty when there are none.</summary>
    public PointerSeries[] Series { get; private set; } = [];

    /// <summary>For an array of structs: where the references of its first element begin; otherwise 0.</summary>
    public int ElementPointersStart { get; private set; }

    /// <summary>For an array of structs: runs of references and the gaps behind them, that repeat for each element.</summary>
    public PointerRun[] ElementRuns { get; private set; } = [];

    /// <summary>For an array of structs: bytes from the references of one element to those of the next; otherwise 0.</summary>
    public long ElementBytes { get; private set; }

    /// <summary>The LoaderAllocator that each object of a collectible type keeps alive; 0 for other types.</summary>
    public ulong LoaderAllocator { get; set; }

    /// <summary>Whether the description of where its references lie can't be: then each word of an object may be one.</summary>
    public bool IsScanned { get; private set; }

    public bool HasReferences => Series.Length > 0 || ElementRuns.Length > 0 || LoaderAllocator != 0;

    /// <summary>The bytes that an object of length 0, or without a length, takes on the heap.</summary>
    public ulong FixedSpan { get; }

    /// <summary>The bytes that an object takes on the heap: its size rounded up to a multiple of 8.</summary>
    public ulong SpanOf(uint length) =>
        ((ulong)Layout.BytesOf(length) + 7) & ~7UL;

    /// <summary>The runtime's Module of a type, which nothing is read from: it tells what belongs together.</summary>
    public static ulong ModuleOf(ulong methodTable, MemoryImage image) => image.TryRead(methodTable + Module, out ulong module) ? module : 0;

    /// <summary>Whether a MethodTable, that of the type's shared code and its class are in memory: the DACs of .NET 8 and 9 look there without
    /// asking, and crash.</summary>
    /// <remarks>Source: methodtable.h, m_pEEClass and m_pCanonMT, of which the lowest bit tells which it is.</remarks>
    public static bool IsWhole(ulong address, MemoryImage image)
    {
        const ulong Class = 0x28, LastWord = 0x38, IsShared = 1;
        return ClassOf(address) is { } found
            && ((found & IsShared) == 0 ? image.TryRead(found, out ulong _) : ClassOf(found & ~IsShared) is { } shared && image.TryRead(shared, out ulong _));

        ulong? ClassOf(ulong table) =>
            image.TryRead(table, out ulong _) && image.TryRead(table + LastWord, out ulong _) && image.TryRead(table + Class, out ulong word) ? word : null;
    }

    /// <summary>Reads what stands at a MethodTable's address.</summary>
    /// <returns>Null when that can't be a MethodTable.</returns>
    public static MethodTableFacts? Read(MemoryImage image, ulong address, ulong freeMethodTable)
    {
        if ((address & 7) != 0 || !image.TryRead(address, out uint flags) || !image.TryRead(address + 4, out uint baseBytes))
        {
            return null;
        }

        // Objects without a length are whole words long.
        if (baseBytes is < 16 or > MaxBaseBytes || (flags & HasComponentSize) == 0 && (baseBytes & 7) != 0)
        {
            return null;
        }

        var facts = new MethodTableFacts(address, flags, baseBytes) { IsFree = address == freeMethodTable };
        if (facts.IsFree || (flags & ContainsPointers) == 0)
        {
            return facts;
        }

        if (!image.TryRead(address - 8, out long count) || count is 0 or > MaxSeries or < -MaxSeries
            || !(count > 0 ? facts.ReadSeries(image, (int)count) : facts.ReadElementRuns(image, (int)-count)))
        {
            facts.ScanAll();
        }

        return facts;
    }

    /// <summary>Takes every word of an object for a reference, but for those that the length and the next object's header stand in.</summary>
    public void ScanAll()
    {
        var start = HasLength ? 16 : 8;
        (IsScanned, Series) = (true, HasLength || Layout.BaseBytes >= start + 16 ? [new PointerSeries(start, -start - 8)] : []);
        (ElementPointersStart, ElementRuns, ElementBytes) = (0, [], 0);
    }

    private bool ReadSeries(MemoryImage image, int count)
    {
        // Sorted by hand: what the framework would do with a struct of ours is compiled at every start.
        var series = new PointerSeries[count];
        for (var index = 0; index < count; index++)
        {
            var at = Address - 24 - (ulong)(16 * index);
            if (!image.TryRead(at, out long bytesLessSize) || bytesLessSize is > MaxBaseBytes or < -(long)MaxBaseBytes
                || !image.TryRead(at + 8, out long start) || start < 8 || start > MaxBaseBytes || !FitsInObject(start, bytesLessSize))
            {
                return false;
            }

            var place = index;
            for (; place > 0 && series[place - 1].Start > start; place--)
            {
                series[place] = series[place - 1];
            }

            series[place] = new PointerSeries((int)start, bytesLessSize);
        }

        for (var index = 1; index < count; index++)
        {
            if (series[index - 1].Start + series[index - 1].BytesLessSize + Layout.BaseBytes > series[index].Start)
            {
                return false;
            }
        }

        Series = series;
        return count == 1 || !HasLength;
    }

    // The last 8 bytes that count as an object's lie under the header of the one behind it.
    private bool FitsInObject(long start, long bytesLessSize) =>
        ((start | (HasLength ? 0 : bytesLessSize)) & 7) == 0 && start + bytesLessSize <= -8 && (HasLength || bytesLessSize + Layout.BaseBytes > 0);

    private bool ReadElementRuns(MemoryImage image, int count)
    {
        if (!HasLength || !image.TryRead(Address - 16, out long start) || start < 16 || (start & 7) != 0 || start > MaxBaseBytes)
        {
            return false;
        }

        var runs = new PointerRun[count];
        for (var index = 0; index < count; index++)
        {
            var at = Address - 24 - (ulong)(8 * index);
            if (!image.TryRead(at, out uint pointers) || !image.TryRead(at + 4, out uint skip))
            {
                return false;
            }

            runs[index] = new PointerRun(pointers, skip);
            ElementBytes += pointers * 8L + skip;
        }

        // One repetition is one element.
        if (ElementBytes <= 0 || ElementBytes != Layout.ComponentBytes)
        {
            return false;
        }

        ElementPointersStart = (int)start;
        ElementRuns = runs;
        return true;
    }
}

/// <summary>References side by side in an object.</summary>
/// <param name="Start">Offset of the first one from the object's start, in bytes.</param>
/// <param name="BytesLessSize">Length in bytes, less the object's size.</param>
internal readonly record struct PointerSeries(int Start, long BytesLessSize);

/// <summary>References side by side in an element of an array of structs, and what follows.</summary>
/// <param name="Pointers">How many.</param>
/// <param name="SkipBytes">Bytes without references behind them.</param>
internal readonly record struct PointerRun(uint Pointers, uint SkipBytes);
