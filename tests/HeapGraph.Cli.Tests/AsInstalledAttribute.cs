using Xunit.v3;

namespace HeapGraph.Cli.Tests;

/// <summary>Tests that <c>./test</c> runs once more with the tool as the README installs it, which HEAPGRAPH_TOOL names then.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AsInstalledAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("tool", "installed")];
}
