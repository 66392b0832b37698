using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Inspections.Flow;

/// <summary>What single fields of many objects refer to; each field is looked up once for a type.</summary>
/// <param name="graph">The heap.</param>
/// <param name="contents">What stands in its objects; null where the target does not hold it.</param>
internal sealed class FieldTargets(ObjectGraph graph, IObjectContents? contents)
{
    private readonly Dictionary<(int Type, string[] Names), NumberField?> _fields = [];

    /// <summary>The object that the first of some fields refers to that an object has; -1 for none. Null where it has no such field.</summary>
    public int? In(int objectIndex, string[] names)
    {
        var key = (graph.TypeIndexOf(objectIndex), names);
        if (!_fields.TryGetValue(key, out var field))
        {
            _fields[key] = field = contents?.ReferenceOf(objectIndex, names);
        }

        return field is { } known ? contents!.TargetIn(objectIndex, known) : null;
    }
}
