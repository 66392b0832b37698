using Xunit.v3;

namespace HeapGraph.Testing;

/// <summary>A test, or a class of tests, whose answers hold on every .NET that its leak targets may run on: <c>./test</c> runs it on each.</summary>
/// <remarks>One alone: <c>HEAPGRAPH_RUNTIME=11 tests/HeapGraph.Core.Tests/bin/Release/net10.0/HeapGraph.Core.Tests -trait runtimes=each</c>.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OnEachRuntimeAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("runtimes", "each")];
}
