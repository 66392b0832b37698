using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Analysis.Filling;

/// <summary>Who fills the fields by which objects are kept: static ones, and those of the program's own objects that hold a collection or an
/// event's handlers.</summary>
/// <remarks>A search of the program's code for each field, some milliseconds to some tenths of a second, so only the first 30 are asked about. For one thread.</remarks>
/// <param name="snapshot">The heap.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class FieldFilling(HeapSnapshot snapshot, CancellationToken cancellation)
{
    private const int MostFields = 30;

    private readonly PlainDetails _plain = new(snapshot.Details);
    private readonly Dictionary<string, FilledIn?> _filledByField = [];

    /// <summary>Asks about a root that is a static field.</summary>
    public FilledField? Of(HeapRoot root) => root.IsNamedStatic ? Asked(root.Field ?? root.Name!, fillers => fillers.OfStatic(root, cancellation)) : null;

    /// <summary>Asks about a reference, where it is a field of the program's own that holds a collection or a delegate.</summary>
    /// <param name="owner">The object that has it.</param>
    /// <param name="held">The object that it leads to.</param>
    public FilledField? Of(int owner, int held)
    {
        var (type, heldType) = (snapshot.Graph.TypeOf(owner), snapshot.Graph.TypeOf(held));
        return (FrameworkNames.IsCollection(heldType) || heldType.CollectionBase is not null || heldType.IsDelegate)
            && !FrameworkNames.Owns(type) && !FrameworkNames.IsCollection(type) && !type.IsDelegate
            && _plain.LabelsOf(owner, held) is [{ Kind: SlotKind.Field, IsElement: false, Name: { Length: > 0 } field } label, ..]
            ? Asked($"{type.Parsed.Definition}.{label.OfAny}", fillers => fillers.OfField(owner, field, held, cancellation)) : null;
    }

    private FilledField? Asked(string field, Func<IFieldFillers, FilledIn?> ask)
    {
        if (!_filledByField.TryGetValue(field, out var filled) && snapshot.Fillers is { } fillers && _filledByField.Count < MostFields)
        {
            _filledByField[field] = filled = ask(fillers);
        }

        return filled is null ? null : new FilledField(field, filled);
    }
}
