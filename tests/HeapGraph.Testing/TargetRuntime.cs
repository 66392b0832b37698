using System.Globalization;

namespace HeapGraph.Testing;

/// <summary>A .NET that leak targets run on.</summary>
/// <remarks>The build of <c>tests/TargetRuntimes</c> lays out those that are not installed.</remarks>
public enum TargetRuntime
{
    Net8 = 8,
    Net9 = 9,
    Net10 = 10,
    Net11 = 11,
}

/// <summary>Where a .NET for leak targets is found.</summary>
public static class TargetRuntimes
{
    /// <summary>The one that the tests themselves run on, which is installed.</summary>
    private const TargetRuntime Installed = TargetRuntime.Net10;

    public static IReadOnlyList<TargetRuntime> All { get; } = Enum.GetValues<TargetRuntime>();

    /// <summary>Where a test does not say on which: the installed one, or that of HEAPGRAPH_RUNTIME, such as 11.</summary>
    /// <remarks><c>./test</c> runs the tests marked <see cref="OnEachRuntimeAttribute"/> once for each.</remarks>
    public static TargetRuntime Chosen { get; } =
        Environment.GetEnvironmentVariable("HEAPGRAPH_RUNTIME") is { Length: > 0 } major ? (TargetRuntime)int.Parse(major, CultureInfo.InvariantCulture) : Installed;

    /// <summary>The same for one target: what is built for .NET 11 runs nowhere else.</summary>
    public static TargetRuntime ChosenFor(string target) => target == "RuntimeAsync" ? TargetRuntime.Net11 : Chosen;

    extension(TargetRuntime runtime)
    {
        /// <summary>The program that starts a target.</summary>
        public string Program => runtime == Installed ? "dotnet" : Path.Combine(runtime.Root, "dotnet");

        /// <summary>For which framework a target is built that runs here; it is rolled forward to newer ones.</summary>
        public string Framework => runtime < TargetRuntime.Net10 ? "net8.0" : "net10.0";

        /// <summary>The folder with its System.Private.CoreLib.dll and all that belongs to it.</summary>
        public string Libraries => runtime == Installed
            ? Path.GetDirectoryName(typeof(object).Assembly.Location)!
            : Directory.GetDirectories(Path.Combine(runtime.Root, "shared", "Microsoft.NETCore.App")).MaxBy(folder => Version.Parse(Path.GetFileName(folder)))!;

        private string Root =>
            Path.Combine(Repository.Root, "tests", "TargetRuntimes", "bin", Repository.Configuration, "net10.0", ((int)runtime).ToString(CultureInfo.InvariantCulture));
    }
}
