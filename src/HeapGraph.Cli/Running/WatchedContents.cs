using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Cli.Running;

/// <summary>Contents of objects; what asks the DAC does so under the eyes of the watch.</summary>
internal sealed class WatchedContents(IObjectContents contents, HangWatch watch) : IObjectContents
{
    public IEnumerable<(int Key, int Value)> DependentHandles => contents.DependentHandles;

    public IEqualSearch CompareContents(Func<int, bool>? isWanted, CancellationToken cancellation) => contents.CompareContents(isWanted, cancellation);

    public NumberField? FieldOf(int objectIndex, IReadOnlyList<string> names) => watch.Over(() => contents.FieldOf(objectIndex, names));

    public NumberField? PointerOf(int objectIndex) => watch.Over(() => contents.PointerOf(objectIndex));

    public NumberField? ReferenceOf(int objectIndex, IReadOnlyList<string> names) => watch.Over(() => contents.ReferenceOf(objectIndex, names));

    public int TargetIn(int objectIndex, NumberField field) => contents.TargetIn(objectIndex, field);

    public long? NumberIn(int objectIndex, NumberField field) => contents.NumberIn(objectIndex, field);

    public bool? HasTarget(int weakReference) => contents.HasTarget(weakReference);

    public string? SuspendedMethodOf(int continuation) => watch.Over(() => contents.SuspendedMethodOf(continuation));

    public MadeAssemblies AssembliesMade() => watch.Over(contents.AssembliesMade);

    public string? MethodOf(int delegateIndex) => watch.Over(() => contents.MethodOf(delegateIndex));

    public IReadOnlyList<string> BaseTypesOf(int objectIndex) => watch.Over(() => contents.BaseTypesOf(objectIndex));
}
