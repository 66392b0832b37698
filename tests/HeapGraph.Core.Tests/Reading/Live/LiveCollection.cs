using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

/// <summary>Tests on live processes run one at a time and beside no others: they load and unload the DAC
/// many times.</summary>
/// <remarks>Their targets must not be children of the tests' process, whose stop .NET's Process takes for their end: see
/// <see cref="LeakTarget"/>.</remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveCollection
{
    public const string Name = "Live processes";
}
