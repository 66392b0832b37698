using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Tests that change the current folder of the whole process: one at a time, and beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CurrentFolderCollection
{
    public const string Name = "The current folder is one for all";
}
