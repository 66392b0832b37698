namespace HeapGraph.Core.Graph.Details;

/// <summary>What stands in objects beyond their references: texts, flags, whether a weak reference has lost its target.
/// For analyses that ask about many objects.</summary>
/// <remarks>What cannot be read is null or absent, never an exception but for cancelling.</remarks>
internal interface IObjectContents
{
    /// <summary>References that no field shows, from the key of a dependent handle (an entry of a ConditionalWeakTable) to
    /// its value, by key.</summary>
    IEnumerable<(int Key, int Value)> DependentHandles { get; }

    /// <summary>Begins to look for strings and byte arrays whose contents are equal, byte by byte: on one core, until all are waited for
    /// (<see cref="IEqualSearch.Among"/>). Arrays with nothing but zeros do not count: they wait to be filled.</summary>
    /// <remarks>Reads each of them once, and those that are alike a second time; 16 bytes per object meanwhile.</remarks>
    /// <param name="isWanted">Which objects count, by number; asked once for each, from several threads. Null for all.</param>
    /// <param name="cancellation">Ends the search.</param>
    IEqualSearch CompareContents(Func<int, bool>? isWanted, CancellationToken cancellation);

    /// <summary>Where the first of some fields stands that the objects of one type have: a number, an enum or a flag. A look-up in
    /// the metadata: for once per type.</summary>
    /// <param name="objectIndex">One of them.</param>
    /// <param name="names">As the metadata has them; the first that exists counts.</param>
    NumberField? FieldOf(int objectIndex, IReadOnlyList<string> names);

    /// <summary>Where the first field stands that leads out of the heap: a pointer or an <c>IntPtr</c>, such as the handle of a SafeHandle. A look-up
    /// in the metadata: for once per type.</summary>
    NumberField? PointerOf(int objectIndex);

    /// <summary>Where the first of some fields stands that the objects of one type have and that refers to an object. A look-up in the metadata: for once per type.</summary>
    /// <param name="objectIndex">One of them.</param>
    /// <param name="names">As the metadata has them; the first that exists counts.</param>
    NumberField? ReferenceOf(int objectIndex, IReadOnlyList<string> names);

    /// <summary>The object that such a field of an object refers to; -1 for none, or none that is known.</summary>
    int TargetIn(int objectIndex, NumberField field);

    /// <summary>The number in a field of an object; 1 for true.</summary>
    long? NumberIn(int objectIndex, NumberField field);

    /// <summary>Whether a <c>WeakReference</c> still has a target.</summary>
    bool? HasTarget(int weakReference);

    /// <summary>The async method whose variables a Continuation holds, with its type's full name; null for another object.</summary>
    string? SuspendedMethodOf(int continuation);

    /// <summary>The method that a delegate of one method calls, as the metadata has it: <c>&lt;Run&gt;b__0</c>; null for other objects, and where the runtime can not say.</summary>
    string? MethodOf(int delegateIndex);

    /// <summary>The assemblies that the program made while it ran, and that can't be unloaded. Asks about each assembly once.</summary>
    MadeAssemblies AssembliesMade();

    /// <summary>The full names of an object's base types, the nearest first. A look-up in the metadata: for once per type.</summary>
    IReadOnlyList<string> BaseTypesOf(int objectIndex);
}

/// <summary>A field that holds a number.</summary>
/// <param name="Name">As the metadata has it.</param>
/// <param name="Offset">Bytes from the object's start.</param>
/// <param name="Bytes">Its size: 1, 2, 4 or 8.</param>
internal readonly record struct NumberField(string Name, int Offset, int Bytes);
