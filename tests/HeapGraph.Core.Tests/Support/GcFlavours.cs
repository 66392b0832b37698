using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Support;

/// <summary>The garbage collectors that a target may run under.</summary>
internal static class GcFlavours
{
    private static readonly Dictionary<string, (string, string)[]> SettingsByName = new()
    {
        ["workstation"] = [],
        ["workstation, not concurrent"] = [("DOTNET_gcConcurrent", "0")],
        ["server"] = [("DOTNET_gcServer", "1"), ("DOTNET_GCDynamicAdaptationMode", "0")],
        ["server, not concurrent"] = [("DOTNET_gcServer", "1"), ("DOTNET_GCDynamicAdaptationMode", "0"), ("DOTNET_gcConcurrent", "0")],
        ["DATAS"] = [("DOTNET_gcServer", "1"), ("DOTNET_GCDynamicAdaptationMode", "1")],
        ["DATAS, not concurrent"] = [("DOTNET_gcServer", "1"), ("DOTNET_GCDynamicAdaptationMode", "1"), ("DOTNET_gcConcurrent", "0")],
    };

    public static TheoryData<string> Names => [.. SettingsByName.Keys];

    /// <summary>A heap dump of a target that runs so.</summary>
    public static string Dump(string target, string flavour) => LeakTargetDumps.Heap(target, environment: SettingsByName[flavour]);

    /// <summary>A target that runs so.</summary>
    public static LeakTarget Start(string target, string flavour) => LeakTarget.Start(target, environment: SettingsByName[flavour]);
}
