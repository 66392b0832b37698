namespace HeapGraph.Core.Graph.Names;

/// <summary>What a root is called: the parts, and the words that are made of them.</summary>
/// <remarks>One for all roots of a stack frame.</remarks>
/// <param name="Text">As everybody reads it: <c>Shop.Cache.Items</c>, <c>Worker.Run (thread 7 "pool")</c>.</param>
internal sealed record RootName(string Text)
{
    /// <summary>See <see cref="HeapRoot.Field"/>.</summary>
    public string? Field { get; init; }

    /// <summary>See <see cref="HeapRoot.Method"/>.</summary>
    public string? Method { get; init; }

    /// <summary>See <see cref="HeapRoot.Thread"/>.</summary>
    public string? Thread { get; init; }

    /// <summary>The managed id of the thread of a local; null for other kinds.</summary>
    public int? StackOf { get; init; }

    /// <summary>What interned strings hang on, and literals that do not stand in a frozen segment.</summary>
    public static readonly RootName InternPool = new("string.Intern and literals");

    /// <summary>A static field; with a thread, that thread's own.</summary>
    public static RootName OfField(string field, string? thread) => new(InThread(field, thread)) { Field = field, Thread = thread };

    /// <summary>A slot for a static field that nobody can name.</summary>
    public static RootName OfSlot(ulong slot, string? thread) => new(InThread(OfSlot(slot), thread)) { Thread = thread };

    /// <summary>The same without its thread.</summary>
    public static string OfSlot(ulong slot) => $"unknown {slot:x}";

    /// <summary>A local, an argument or a temporary.</summary>
    public static RootName OfLocal(string? method, int id, string thread) =>
        new(method is null ? thread : InThread(method, thread)) { Method = method, Thread = thread, StackOf = id };

    private static string InThread(string place, string? thread) => thread is null ? place : $"{place} ({thread})";
}
