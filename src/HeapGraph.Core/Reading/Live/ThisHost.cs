using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux;

namespace HeapGraph.Core.Reading.Live;

/// <summary>The operating system that we run on, chosen once.</summary>
internal static class ThisHost
{
    public static IHost Is { get; } = OperatingSystem.IsLinux() ? new LinuxHost() : new PlainHost();
}
