using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <summary>What a method does to the field that is asked about.</summary>
internal sealed class ScanResult
{
    private readonly HashSet<Value> _stored = [];
    private readonly HashSet<Value> _storedItself = [];
    private readonly HashSet<int> _puts = [];   // instructions
    private readonly HashSet<(int From, int To)> _loops = [];

    /// <summary>Where it makes new objects.</summary>
    public Sites Sites { get; } = new();

    /// <summary>Whether it puts something into what the field refers to.</summary>
    public bool Adds { get; set; }

    /// <summary>Whether it takes something out of what the field refers to.</summary>
    public bool Takes { get; set; }

    /// <summary>Whether it looks at what the field refers to.</summary>
    public bool Reads { get; set; }

    /// <summary>Whether it stores something else in the field without a look at what is there: what is stored where there was nothing yet is looked for first.</summary>
    public bool Replaces => !Reads && _storedItself.Any(value => !value.Has(Held.Content | Held.Added));

    /// <summary>Whether it sets a field of an object that the field refers to.</summary>
    public bool Links { get; set; }

    /// <summary>What it may return.</summary>
    public Held Returns { get; set; }

    /// <summary>The methods of the program's own that it hands it on to, where it can't be followed further.</summary>
    public HashSet<Callee> HandedTo { get; } = new(ReferenceEqualityComparer.Instance);   // a module has one of each

    /// <summary>The tokens of fields of closures and state machines in which it keeps it.</summary>
    public HashSet<int> KeptIn { get; } = [];

    /// <summary>Whether it keeps it in a field of the program's own types.</summary>
    public bool IsKept { get; set; }

    /// <summary>Whether it stores something in the field that has something in it.</summary>
    public bool StoresContent => _stored.Any(HasContent);

    /// <summary>Whether it stores something in the field that what was there hangs on.</summary>
    public bool StoresAdded => _stored.Any(value => value.Has(Held.Added) || (value.Has(Held.Empty) && Sites.IsFilled(value.Number, byLink: true)));

    /// <summary>Whether it stores a new collection that has something else in a place of the old one, or is larger: which, nothing tells.</summary>
    public bool MayReplace { get; set; }

    /// <summary>Whether it compares how many there are in a collection with more than one: of that which the field refers to, or of any.</summary>
    public Held ComparedCounts { get; set; }

    /// <summary>Whether it stores something in the field itself.</summary>
    public bool StoresItself => _storedItself.Count > 0;

    /// <summary>Whether all that it puts in it puts in again and again.</summary>
    public bool PutsInLoops => _puts.Count > 0 && _puts.All(at => _loops.Any(loop => at >= loop.To && at <= loop.From));

    /// <summary>An instruction puts something in.</summary>
    public void PutsAt(int instruction) => _puts.Add(instruction);

    /// <summary>An instruction goes back.</summary>
    public void GoesBack(int from, int to) => _loops.Add((from, to));

    /// <summary>It stores a value in the field.</summary>
    public void Stores(Value value)
    {
        _stored.Add(value);
        _storedItself.Add(value);
    }

    /// <summary>It has a method store a value in the field, of which it is known whether that takes the place of another one.</summary>
    public void HasStored(Value value) => _stored.Add(value);

    /// <summary>Something is put into what was made at a site. What was the field's before does not count.</summary>
    public void Fills(Value made, Value with)
    {
        if (made.Has(Held.Empty | Held.Copy) && made.Number != 0)
        {
            if (IsMore(with))
            {
                Sites.Fill(made.Number, isLink: false);
            }

            if (with.Has(Held.Content | Held.Added))
            {
                Sites.Fill(made.Number, isLink: true);
            }
        }
    }

    /// <summary>Whether there is anything in a value that is not the field's already.</summary>
    public bool HasContent(Value value) =>
        value.Has(Held.Other | Held.Added | Held.Method | Held.Delegate | Held.This)
        || (value.Has(Held.Foreign) && value.Has(Held.Inside | Held.Copy))
        || (value.Has(Held.Empty | Held.Copy) && Sites.IsFilled(value.Number, byLink: false));

    /// <summary>Whether a value is an object at all, and none that was in the field's before.</summary>
    public static bool IsMore(Value value) => value.Has(~(Held.Empty | Held.Content | Held.Inside | Held.Copy)) || (value.Has(Held.Empty) && value.Number != 0);

    /// <summary>Whether a value was in the field's before, of the same object.</summary>
    public static bool IsMoved(Value value) => value.Has(Held.Inside | Held.Copy) && !value.Has(Held.Content) && !IsMore(value);
}
