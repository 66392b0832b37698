using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph.Core;

namespace HeapGraph.Benchmarks;

/// <summary>What the numbers were measured on.</summary>
internal sealed record Machine(string Processor, int Cores, long MemoryBytes)
{
    public static Machine Here() => new(
        FieldOf("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount, KilobytesOf("MemTotal") << 10);

    /// <summary>"2026-11-25; 2 cores, 23.5 GB of memory; .NET 10.0.12".</summary>
    public string OnThisDay => $"{DateTime.UtcNow:yyyy-MM-dd}; {Cores} cores, {MemoryBytes.AsByteSize} of memory; .NET {Environment.Version}";

    /// <summary>The bytes that a new process can have.</summary>
    public static long AvailableMemory() => KilobytesOf("MemAvailable") << 10;

    private static long KilobytesOf(string name) => long.Parse(FieldOf("/proc/meminfo", name)!.Replace(" kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string? FieldOf(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
