using System.Globalization;
using Xunit.v3;

namespace HeapGraph.Testing;

/// <summary>A test, or a class of tests, whose answers hold on every .NET that its leak targets may run on: <c>./test</c> runs it on each.</summary>
/// <remarks>One alone: <c>HEAPGRAPH_RUNTIME=11 tests/HeapGraph.Core.Tests/bin/Release/net10.0/HeapGraph.Core.Tests -trait runtime=11</c>.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OnEachRuntimeAttribute : Attribute, ITraitAttribute
{
    /// <summary>The first on which they hold; say why not before, beside it.</summary>
    public TargetRuntime Since { get; init; } = TargetRuntime.Net8;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [.. TargetRuntimes.All.Where(runtime => runtime >= Since).Select(runtime => new KeyValuePair<string, string>("runtime", ((int)runtime).ToString(CultureInfo.InvariantCulture)))];
}
