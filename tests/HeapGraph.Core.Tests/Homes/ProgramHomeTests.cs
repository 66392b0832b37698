using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Homes;

public sealed class ProgramHomeTests
{
    [Fact]
    public void How_programs_are_started_is_known_to_the_one_that_finds_them_and_to_the_guard_of_our_own() => Assert.Equal(
        ["GuardedRun.cs", "InstalledProgram.cs"],
        Repository.Sources("src")
            .Where(file => Repository.CodeLines(file).Any(line => line.Contains("new ProcessStartInfo(", StringComparison.Ordinal) || line.Contains("Process.Start(\"", StringComparison.Ordinal)))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
}
