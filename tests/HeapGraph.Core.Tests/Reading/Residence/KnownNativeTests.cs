using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Core.Tests.Reading.Live;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Residence;

/// <summary>What the target of known memory says of itself is what the kernel counts for it.</summary>
[Collection(LiveCollection.Name)]
[SupportedOSPlatform("linux")]
[NotQuick]
public sealed class KnownNativeTests
{
    private const long Megabyte = 1 << 20;

    /// <summary>What any mode takes beside: the code that makes it, its types, the arenas of its threads.</summary>
    private const long Beside = 7 * Megabyte;

    [Theory]
    [InlineData("idle", 0, "")]
    [InlineData("malloc", 100, "malloc")]
    [InlineData("malloc-freed", 100, "malloc-freed")]
    [InlineData("mmap", 50, "mmap")]
    [InlineData("stacks", 50, "stacks")]
    [InlineData("wrappers", 60, "wrappers")]
    [InlineData("wrappers-dropped", 60, "wrappers")]
    [InlineData("garbage", 150, "garbage")]
    [InlineData("pinned", 500, "pinned")]
    [InlineData("arenas", 60, "arenas")]
    public void The_process_has_grown_by_what_the_program_says(string mode, int amount, string kind)
    {
        using var target = KnownNative.Start(mode, amount, ("MALLOC_ARENA_MAX", "128"));
        var said = kind.Length == 0 ? 0 : target[kind]["bytes"];
        Assert.Equal(mode == "idle", said == 0);
        Assert.InRange(Resident(target.Id) - target["before"]["bytes"], said - (said / 50), said + (said / 20) + Beside);
    }

    [Fact]
    public void What_the_GC_keeps_is_memory_of_the_process_though_no_object_is_left()
    {
        using var target = KnownNative.Start("kept", 150, ("DOTNET_gcServer", "1"), ("DOTNET_GCDynamicAdaptationMode", "0"));
        Assert.InRange(target["kept"]["left"], 0, Megabyte);
        Assert.InRange(target["heap"]["committed"], 150 * Megabyte, 180 * Megabyte);
        Assert.InRange(Resident(target.Id) - target["before"]["bytes"], 140 * Megabyte, target["heap"]["committed"] + Beside);
    }

    [Fact]
    public void Each_assembly_that_is_made_costs_memory()
    {
        using var target = KnownNative.Start("assemblies", 500);
        Assert.Equal(500, target["assemblies"]["count"]);
        Assert.InRange(Resident(target.Id) - target["before"]["bytes"], 500 * 20_000, 500 * 60_000);
    }

    private static long Resident(int id) => File.ReadLines($"/proc/{id}/smaps").Where(line => line.StartsWith("Rss:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) << 10;
}
