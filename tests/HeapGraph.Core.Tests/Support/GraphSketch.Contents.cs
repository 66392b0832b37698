using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Tests.Support;

/// <summary>What stands in the objects of a sketch: strings and byte arrays of one <c>value</c> have equal contents, <c>set _disposed</c>
/// says that the objects of a type have such a flag and that this one's is set, <c>gone</c> that a weak reference has no target.</summary>
internal sealed partial class GraphSketch : IObjectContents
{
    public IEnumerable<(int Key, int Value)> DependentHandles => _objects.Index()
        .SelectMany(key => key.Item.References.Where(reference => reference.Label == "(dependent handle)").Select(reference => (key.Index, reference.To)));

    public IEqualSearch CompareContents(Func<int, bool>? isWanted, CancellationToken cancellation) => new Search(this, isWanted);

    public NumberField? FieldOf(int objectIndex, IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => _objects.Exists(other => other.Type == _objects[objectIndex].Type && other.Set.Contains(name))) is { } name ? new NumberField(name, 8, 1) : null;

    public NumberField? PointerOf(int objectIndex) => FieldOf(objectIndex, ["_handle"]);

    public NumberField? ReferenceOf(int objectIndex, IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => _objects.Exists(other => other.Type == _objects[objectIndex].Type && other.References.Exists(reference => reference.Label == name))) is { } name
            ? new NumberField(name, 8, 8) : null;

    public int TargetIn(int objectIndex, NumberField field) =>
        _objects[objectIndex].References.Where(reference => reference.Label == field.Name).Select(reference => reference.To).FirstOrDefault(-1);

    public long? NumberIn(int objectIndex, NumberField field) => _objects[objectIndex].Set.Contains(field.Name) ? _objects[objectIndex].Number : 0;

    public bool? HasTarget(int weakReference) => !_objects[weakReference].IsGone;

    public string? SuspendedMethodOf(int continuation) => _objects[continuation].Value;

    public MadeAssemblies AssembliesMade()
    {
        string[] names = [.. _objects.Where(made => made.Type == "System.Reflection.RuntimeAssembly" && made.Value is not null).Select(made => made.Value!)];
        return new MadeAssemblies(names.Length, names);
    }

    public string? MethodOf(int delegateIndex) => _objects[delegateIndex].Value;

    public IReadOnlyList<string> BaseTypesOf(int objectIndex) => [];

    private sealed class Search(GraphSketch sketch, Func<int, bool>? isCompared) : IEqualSearch
    {
        public EqualContents Among(Func<int, bool>? isWanted)
        {
            var objects = sketch._objects;
            int[][] groups = [.. Enumerable.Range(0, objects.Count)
                .Where(index => isCompared?.Invoke(index) != false && isWanted?.Invoke(index) != false && objects[index] is { Value: not null, Type: "string" or "byte[]" })
                .GroupBy(index => (objects[index].Type, objects[index].Value)).Select(same => same.ToArray()).Where(same => same.Length > 1)];
            return new EqualContents([0, .. groups.Select((_, index) => groups.Take(index + 1).Sum(group => group.Length))], [.. groups.SelectMany(group => group)]);
        }

        public void Dispose()
        {
        }
    }
}
