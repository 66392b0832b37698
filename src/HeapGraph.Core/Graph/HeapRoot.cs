using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph;

/// <summary>One GC root: a place outside the heap that keeps an object alive.</summary>
/// <param name="Kind">What sort of place.</param>
/// <param name="ObjectIndex">Number of the object that it keeps alive.</param>
/// <param name="Name">The place in words, which the parts below make up: <c>Namespace.Type.Field</c> of a static, thread and method of a local; null when it has none.</param>
/// <param name="Address">Address of the slot, 0 when it has none (a register).</param>
public readonly record struct HeapRoot(HeapRootKind Kind, int ObjectIndex, string? Name, ulong Address)
{
    /// <summary>The static field with its type's full name, <c>storage</c> for what holds all of a thread's; null for other kinds, and
    /// where no field is known to lie in the slot.</summary>
    public string? Field => Parts?.Field;

    /// <summary>The method of a local with its type's full name; null for other kinds, and where no method is known.</summary>
    public string? Method => Parts?.Method;

    /// <summary>The thread of a local or a thread static: <c>thread 7 "worker"</c>; null for other kinds.</summary>
    public string? Thread => Parts?.Thread;

    /// <summary>The source line at which the method of a local stands, <c>Program.cs:42</c>; null where none is known.</summary>
    public string? SourceLine { get; init; }

    /// <summary>The parts of its name, shared with other roots: there may be millions.</summary>
    internal RootName? Parts { get; init; }

    /// <summary>What tells the place apart from others: by name it is one, however many objects it keeps alive.</summary>
    public (HeapRootKind Kind, string? Name, ulong Address) Place => (Kind, Name, Name is null ? Address : 0);

    /// <summary>Whether it is a static field (of a thread, too) that is known by name.</summary>
    public bool IsNamedStatic => this is { Name: not null, Kind: HeapRootKind.Static or HeapRootKind.ThreadStatic };
}
