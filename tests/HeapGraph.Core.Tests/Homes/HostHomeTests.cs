using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Homes;

public sealed class HostHomeTests
{
    [Fact]
    public void Which_system_live_processes_run_on_is_decided_in_one_place() => Assert.Equal(
        ["OwnerOnly.cs", "ThisHost.cs"],   // how files are kept private, and all else
        Repository.Sources("src", "HeapGraph.Core", "Reading", "Live")
            .Where(file => File.ReadAllText(file).Contains("OperatingSystem.Is", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
}
