using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Testing;

namespace HeapGraph.Cli.Tests.Hostile;

/// <summary>A runtime of a build that is installed nowhere, and beside it a DAC that leaves a mark when it is loaded.</summary>
[SupportedOSPlatform("linux")]
internal static class HostileRuntime
{
    public const string Library = "libcoreclr.so", Dac = "libmscordaccore.so";
    private const byte OtherBuild = 0xAB;

    private static readonly string Installed = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
    private static readonly byte[] Build = ElfBuildId.Of(Path.Combine(Installed, Library));

    /// <summary>Where this runtime is installed.</summary>
    public static string InstalledFolder => Installed;

    /// <summary>Puts both into a folder.</summary>
    public static void Plant(string folder, string mark)
    {
        Directory.CreateDirectory(folder);
        var library = File.ReadAllBytes(Path.Combine(Installed, Library));
        Replace(library, Build, [.. Build.Select(_ => OtherBuild)]);
        File.WriteAllBytes(Path.Combine(folder, Library), library);
        HostileLibrary.LeavingMark(Path.Combine(folder, Dac), mark);
    }

    /// <summary>A path of just the length that a dump has for the folder of its runtime.</summary>
    /// <param name="start">What it begins with.</param>
    public static string FolderBelow(string start) => $"{start}/{new string('x', Installed.Length - start.Length - 1)}";

    /// <summary>Writes a dump whose runtime is such a one in a folder.</summary>
    public static void WriteDump(string path, string folder)
    {
        var dump = File.ReadAllBytes(LeakTargetDumps.Heap("NoLeak"));
        Replace(dump, Build, [.. Build.Select(_ => OtherBuild)]);
        Replace(dump, Encoding.UTF8.GetBytes($"{Installed}/{Library}"), Encoding.UTF8.GetBytes($"{folder}/{Library}"));
        File.WriteAllBytes(path, dump);
    }

    /// <summary>Makes a place where programs find all of .NET, with such a runtime.</summary>
    /// <returns>The folder of the runtime.</returns>
    public static string Install(string root, string mark)
    {
        var home = Path.GetFullPath(Path.Combine(Installed, "..", "..", ".."));
        var runtime = Path.Combine(root, Path.GetRelativePath(home, Installed));
        Plant(runtime, mark);
        foreach (var file in Directory.GetFiles(Installed).Where(file => !File.Exists(Path.Combine(runtime, Path.GetFileName(file)))))
        {
            File.CreateSymbolicLink(Path.Combine(runtime, Path.GetFileName(file)), file);
        }

        // What looks for the runtime must not be links: it looks where they lead.
        foreach (var host in Directory.GetFiles(Path.Combine(home, "host", "fxr"), "*", SearchOption.AllDirectories).Append(Path.Combine(home, "dotnet")))
        {
            var copy = Path.Combine(root, Path.GetRelativePath(home, host));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(host, copy);
        }

        return runtime;
    }

    private static void Replace(byte[] content, byte[] old, byte[] next)
    {
        for (var (at, from) = (content.AsSpan().IndexOf(old), 0); at >= from; at = content.AsSpan(from).IndexOf(old) is >= 0 and var found ? from + found : -1)
        {
            next.CopyTo(content, at);
            from = at + next.Length;
        }
    }
}
