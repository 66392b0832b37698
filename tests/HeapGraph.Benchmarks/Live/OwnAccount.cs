using System.Text.Json;

namespace HeapGraph.Benchmarks.Live;

/// <summary>What HeapGraph itself says that the copy of a process took.</summary>
/// <param name="Frozen">Whole milliseconds for which its threads stood still, rounded up.</param>
/// <param name="CopiedBytes">What was copied meanwhile.</param>
/// <param name="HeapBytes">The collector's heap in it.</param>
internal sealed record OwnAccount(double Frozen, long CopiedBytes, long HeapBytes)
{
    /// <param name="output">The JSON of a command on the process.</param>
    /// <exception cref="InvalidOperationException">It was not frozen.</exception>
    public static OwnAccount Of(string output)
    {
        var coverage = JsonDocument.Parse(output).RootElement.GetProperty("coverage");
        return coverage.TryGetProperty("freezeObstacle", out var obstacle)
            ? throw new InvalidOperationException($"The process may not be frozen ({obstacle.GetString()}).")
            : new OwnAccount(Number("frozenMilliseconds"), Number("copiedBytes"), Number("bytesTotal"));

        long Number(string name) => coverage.GetProperty(name).GetInt64();
    }
}
