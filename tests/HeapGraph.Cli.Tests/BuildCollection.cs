using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Tests that build what others build or run at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class BuildCollection
{
    public const string Name = "Builds";
}
