namespace HeapGraph.Core.Reading.Code;

/// <summary>What a value may be, seen from the field that is asked about. Several where ways meet.</summary>
[Flags]
internal enum Held : ushort
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Something else.</summary>
    Other = 1,

    /// <summary>What the field refers to.</summary>
    Content = 2,

    /// <summary>The field's own address.</summary>
    Field = 4,

    /// <summary>Found in what the field refers to: an element, an enumerator, a view.</summary>
    Inside = 8,

    /// <summary>The address of an element.</summary>
    Place = 16,

    /// <summary>Made of what the field refers to, with more in it.</summary>
    Added = 32,

    /// <summary>Null, or new and with nothing in it: <see cref="Value.Number"/> is where it was made, 0 for null.</summary>
    Empty = 64,

    /// <summary>The address of a local variable, by <see cref="Value.Number"/>, or of an argument, by its complement.</summary>
    Variable = 128,

    /// <summary>A method by its token in <see cref="Value.Number"/>.</summary>
    Method = 256,

    /// <summary>A delegate of such a method.</summary>
    Delegate = 512,

    /// <summary>Made of what the field refers to and no part of it, with nothing more in it: a list of some of its elements.
    /// <see cref="Value.Number"/> is where it was made.</summary>
    Copy = 1024,

    /// <summary>The object whose method it is.</summary>
    This = 2048,

    /// <summary>Of the field of an object that may be another one.</summary>
    Foreign = 4096,

    /// <summary>How many there are in a collection.</summary>
    Count = 8192,

    /// <summary>How many there are in what the field refers to.</summary>
    OwnCount = 16384,
}

/// <summary>A value on the stack or in a variable.</summary>
/// <param name="Kinds">What it may be.</param>
/// <param name="Number">What some kinds have.</param>
internal readonly record struct Value(Held Kinds, int Number = 0)
{
    public static readonly Value Other = new(Held.Other), Null = new(Held.Empty);

    /// <summary>Found in something.</summary>
    public static Value InsideOf(Held kinds) => new(Held.Inside | (kinds & Held.Foreign));

    public bool Has(Held any) => (Kinds & any) != 0;

    /// <summary>What it may be where two ways meet.</summary>
    /// <param name="other">What it is on the other one.</param>
    /// <param name="sites">Where new objects are made.</param>
    public Value Or(Value other, Sites sites) => new(
        Kinds | other.Kinds,
        Has(Held.Empty | Held.Copy) && other.Has(Held.Empty | Held.Copy) ? sites.Unite(Number, other.Number) : Number == 0 ? other.Number : Number);
}
