using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Homes;

public sealed class ProcHomeTests
{
    // AtomicFile asks of a path that the user gave whether it is a device.
    private static readonly string[] Knowing = ["AtomicFile.cs", "ProcPath.cs"];

    [Fact]
    public void Where_Linux_tells_of_its_processes_is_known_to_one_file() => Assert.Equal(
        Knowing,
        Directory.GetFiles(Path.Combine(Repository.Root, "src", "HeapGraph.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => line.Contains("/proc/", StringComparison.Ordinal) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
}
