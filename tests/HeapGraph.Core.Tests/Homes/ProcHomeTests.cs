using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Homes;

public sealed class ProcHomeTests
{
    // AtomicFile asks of a path that the user gave whether it is a device; DescriptorPath names what we have open ourselves.
    private static readonly string[] Knowing = ["AtomicFile.cs", "DescriptorPath.cs", "ProcPath.cs"];

    [Fact]
    public void Where_Linux_tells_of_its_processes_is_known_to_one_file() => Assert.Equal(
        Knowing,
        Repository.Sources("src", "HeapGraph.Core")
            .Where(file => Repository.CodeLines(file).Any(line => line.Contains("/proc/", StringComparison.Ordinal)))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
}
