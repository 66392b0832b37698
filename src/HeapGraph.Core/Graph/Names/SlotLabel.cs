namespace HeapGraph;

/// <summary>What a slot is called that refers to an object: its field, its place in a collection, or the source's word for it.</summary>
/// <param name="Kind">What sort of name.</param>
/// <param name="Name">The field with its path through structs (<c>_items</c>, <c>entry.value</c>), or the variable; empty where index
/// or key say all.</param>
public readonly record struct SlotLabel(SlotKind Kind, string Name)
{
    /// <summary>In place of an index: any.</summary>
    internal const string Any = "*";

    /// <summary>The element's place in its array or collection: <c>17</c>, <c>1,2</c>, <c>*</c> for any or one that is not known; null for no element.</summary>
    public string? Index { get; init; }

    /// <summary>The key of a dictionary's element as the source writes it: <c>"order-17"</c>, <c>typeof(Order)</c>; null for no such element.</summary>
    public string? Key { get; init; }

    /// <summary>The method that a delegate calls, or whose variable it is; null for others.</summary>
    public string? Method { get; init; }

    /// <summary>Whether there is nothing to say.</summary>
    internal bool IsEmpty => Kind == SlotKind.Field && Name.Length == 0 && Index is null && Key is null;

    /// <summary>Whether it goes on with a path of fields, behind a dot; a word or an element does not.</summary>
    internal bool IsPath => Kind switch
    {
        SlotKind.Field => Index is null && Key is null && Name is not ['[', ..] && !Name.Contains(' '),
        SlotKind.AsyncLocal => Key?.Contains(' ') == false,
        _ => false,
    };

    /// <summary>Whether it is an element of an array or a collection.</summary>
    internal bool IsElement => Index is not null || (Key is not null && Kind != SlotKind.AsyncLocal);

    /// <summary>The same for any element: <c>[*].value</c> for <c>[17].value</c>.</summary>
    internal SlotLabel OfAny => IsElement ? this with { Index = Any, Key = null } : this;

    /// <summary>A field.</summary>
    internal static SlotLabel OfField(string path) => new(SlotKind.Field, path);

    /// <summary>An element by its place.</summary>
    internal static SlotLabel OfElement(string index) => new(SlotKind.Field, "") { Index = index };

    /// <summary>An element by its place in a collection.</summary>
    internal static SlotLabel OfElement(int index) => OfElement($"{index}");

    /// <summary>An element by its key.</summary>
    internal static SlotLabel OfKey(string key) => new(SlotKind.Field, "") { Key = key };

    /// <summary>Whether it is a field of that name.</summary>
    internal bool IsField(string path) => Kind == SlotKind.Field && !IsElement && Name == path;

    /// <summary>The same without so many characters of its field, and the dot behind them.</summary>
    internal SlotLabel Behind(int characters) => Kind == SlotKind.Field ? this with { Name = Name[characters..].TrimStart('.') } : this;

    /// <summary>As people read it: <c>_items</c>, <c>[17].value</c>, <c>["order-17"]</c>, <c>-> OnChanged</c>, <c>captured cart</c>,
    /// <c>OrderService.LoadAsync: cart</c>, <c>(dependent handle)</c>.</summary>
    public override string ToString()
    {
        var element = Index is not null ? $"[{Index}]" : Key is null ? "" : Kind == SlotKind.AsyncLocal ? Key : $"[{Key}]";
        var rest = Kind switch
        {
            SlotKind.Captured => $"captured {Name}",
            SlotKind.Local => $"{Method}: {Name}",
            SlotKind.Delegate => $"-> {Method}",
            SlotKind.DependentHandle => IsElement ? "" : "(dependent handle)",
            SlotKind.LoaderAllocator => "(LoaderAllocator)",
            SlotKind.Static => $"(static {Name})",
            SlotKind.ThreadStatic => $"(thread static {Name})",
            _ => Name,
        };
        return element.Length == 0 ? rest
            : rest.Length == 0 ? element
            : rest[0] == '[' ? element + rest
            : rest[0] is '-' or '(' ? $"{element} {rest}"
            : $"{element}.{rest}";
    }
}

/// <summary>What sort of name a slot has.</summary>
public enum SlotKind
{
    /// <summary>A field, or an element of an array or a collection with or without a field of it.</summary>
    Field,

    /// <summary>A variable that a lambda captured.</summary>
    Captured,

    /// <summary>A variable of an async method or an iterator, which <see cref="SlotLabel.Method"/> names.</summary>
    Local,

    /// <summary>What a delegate calls its method on.</summary>
    Delegate,

    /// <summary>The value of an <c>AsyncLocal</c>, which <see cref="SlotLabel.Key"/> names.</summary>
    AsyncLocal,

    /// <summary>From the key of a dependent handle to its value; an element: from a <c>ConditionalWeakTable</c> to the value of an entry.</summary>
    DependentHandle,

    /// <summary>From an object of a collectible type to its LoaderAllocator.</summary>
    LoaderAllocator,

    /// <summary>A static field in a load context that was told to unload; any other is a root.</summary>
    Static,

    /// <summary>The same of one thread's own, with the thread.</summary>
    ThreadStatic,
}
