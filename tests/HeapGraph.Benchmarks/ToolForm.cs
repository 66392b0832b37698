using System.Runtime.InteropServices;

namespace HeapGraph.Benchmarks;

/// <summary>A form in which people get heapgraph, as <c>./pack</c> makes it.</summary>
/// <param name="Option">What <c>--forms</c> calls it.</param>
/// <param name="Name">What the tables call it.</param>
/// <param name="PublishOptions">How "dotnet publish" makes it for this platform.</param>
internal sealed record ToolForm(string Option, string Name, IReadOnlyList<string> PublishOptions)
{
    private static readonly string Platform = $"linux-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant();

    /// <summary>Those that can be made here, the one first that is installed here.</summary>
    public static IReadOnlyList<ToolForm> All { get; } =
    [
        .. Native(),
        new("r2r", "ReadyToRun", ["-r", Platform, "-p:PublishAot=false"]),
        new("il", "plain IL", []),
    ];

    public override string ToString() => Option;

    private static IEnumerable<ToolForm> Native() =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? [new("native", "native", ["-r", Platform])] : [];
}
