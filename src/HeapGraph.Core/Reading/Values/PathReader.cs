using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Values;

/// <summary>Values that one path leads to, by a plan for each type that is met on the way.</summary>
internal sealed unsafe class PathReader : IPathReader, IPathGoingOn
{
    private const int MostCopied = 1 << 20;   // letters of a text

    // Mostly a thread asks for objects in their order.
    [ThreadStatic]
    private static int _near;

    private readonly WalkedDump _dump;
    private readonly ValueWords _words;
    private readonly Lock _gate;
    private readonly Func<Func<object?>, object?> _watched;
    private readonly PlanMaker _plans;
    private readonly ByMethodTable<PathPlan>[] _objects;
    private readonly ByMethodTable<ElementAccess>[] _elements;
    private readonly ConcurrentDictionary<(int Part, string Name), bool> _names = new();

    /// <param name="dump">The target.</param>
    /// <param name="path">The path.</param>
    /// <param name="words">How values are written.</param>
    /// <param name="gate">Held around each look-up in the metadata.</param>
    /// <param name="watched">Calls each.</param>
    public PathReader(WalkedDump dump, ValuePath path, ValueWords words, Lock gate, Func<Func<object?>, object?> watched)
    {
        (_dump, Path, _words, _gate, _watched) = (dump, path, words, gate, watched);
        _plans = new PlanMaker(dump.Image, path, this, new CollectionPlans(dump.Runtime, dump.Image, this), Missed);
        _objects = [.. Enumerable.Range(0, path.Parts.Count + 1).Select(part => new ByMethodTable<PathPlan>(
            dump.Image, address => Ask(address, type => _plans.OfObject(type, part)) ?? new MissingPlan(HeapValue.EndsAt(part - 1))))];
        _elements = [.. Enumerable.Range(0, path.Parts.Count).Select(part => new ByMethodTable<ElementAccess>(
            dump.Image, address => Ask(address, type => _plans.OfElements(type, part)) ?? new ElementAccess(0, 0, new MissingPlan(HeapValue.EndsAt(part)), null)))];
    }

    public ValuePath Path { get; }

    public HeapValue Read(int objectIndex) => _dump.Walk.Addresses.AddressOf(objectIndex, ref _near) is var address && _objects[0].Of(address) is { } plan ? plan.Read(address) : HeapValue.EndsAt(-1);

    public bool HidesValues => _words.HidesValues;

    public bool IsWhole(HeapValue text) => _dump.Image.TryRead(text.Place + StringText.Length, out int length)
        && (length <= 0 || (ulong)length * sizeof(char) is var bytes && _dump.Image.PointerTo(text.Place + StringText.FirstLetter, out var available) != null
            && (available >= bytes || (length <= MostCopied && _dump.Image.ReadableFrom(text.Place + StringText.FirstLetter, bytes) == bytes)));

    public ReadOnlySpan<char> LettersOf(HeapValue text)
    {
        if (!_dump.Image.TryRead(text.Place + StringText.Length, out int length) || length <= 0)
        {
            return [];
        }

        var bytes = (ulong)length * sizeof(char);
        var letters = _dump.Image.PointerTo(text.Place + StringText.FirstLetter, out var available);
        if (available >= bytes)
        {
            return new ReadOnlySpan<char>(letters, length);
        }

        // Across two pieces of the dump, or cut off by its end.
        var copy = new char[Math.Min(length, MostCopied)];
        return copy.AsSpan(0, _dump.Image.Read(text.Place + StringText.FirstLetter, MemoryMarshal.AsBytes(copy.AsSpan())) / sizeof(char));
    }

    public IReadOnlyList<(string Name, long Number)> MembersOf(HeapValue value) => (value.Shape as ValueShape)?.Members ?? [];

    public string? TextOf(HeapValue value, int maxLetters) => value.Kind switch
    {
        ValueKind.Missing => null,
        ValueKind.Type => (string?)Asked(() => value.Shape is ClrType { Name: { } name } ? CSharpTypeName.FullNameOf(name) : null),
        _ when _words.HidesValues => null,
        ValueKind.Null => "null",
        ValueKind.Text => _words.OfText(value.Place, maxLetters),
        ValueKind.Object => (string?)Asked(() => _words.OfObject(value.Place, value.Shape as ClrType)),
        ValueKind.Struct => (string?)Asked(() => value.Shape is ClrType { Name: { } name } ? CSharpTypeName.ShortNameOf(name) : null),
        _ when value.Shape is ValueShape shape => (string?)Asked(() => _words.Of(shape, value.Place)),
        _ => $"{(long)value.Low}",
    };

    public IReadOnlyList<string> NamesAt(int part) => [.. _names.Keys.Where(name => name.Part == part).Select(name => name.Name).Order(StringComparer.Ordinal)];

    ByMethodTable<PathPlan> IPathGoingOn.Objects(int part) => _objects[part];

    ByMethodTable<ElementAccess> IPathGoingOn.Elements(int part) => _elements[part];

    PathPlan IPathGoingOn.Field(ClrInstanceField field, int origin, int part) => _plans.OfField(field, origin, part);

    public T? Ask<T>(ulong address, Func<ClrType, T?> ask)
        where T : class
    {
        if (!_dump.Image.TryRead(address, out ulong word))
        {
            return null;
        }

        // Only an array itself tells what its elements are.
        return (T?)Asked(() => DacCall.OfType(
            word & MethodTableFacts.AddressMask, _dump.Image, _dump.LeftOut, () => _dump.Runtime.Heap.GetObjectType(address) is { Name: not null } type ? ask(type) : null));
    }

    private void Missed(int part, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _names.TryAdd((part, name), true);
        }
    }

    /// <summary>Asks the metadata, one after the other; nothing where that can't be told.</summary>
    private object? Asked(Func<object?> ask)
    {
        lock (_gate)
        {
            try
            {
                return _watched(ask);
            }
            catch (Exception unreadable) when (unreadable is not (OutOfMemoryException or OperationCanceledException))
            {
                return null;
            }
        }
    }
}
