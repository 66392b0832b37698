using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Elf;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>Finds the DAC, the library that knows one exact build of the runtime from the inside.</summary>
/// <remarks>ClrMD itself finds none outside Windows. A DAC has a build-id of its own, so it is accepted when the
/// runtime beside it has the build-id of the runtime in the dump.</remarks>
internal static class DacLocator
{
    public const string DacName = "libmscordaccore.so";
    private const string RuntimeName = "libcoreclr.so";

    /// <exception cref="HeapReadException">There is none that fits.</exception>
    public static string Find(ClrInfo runtime, string? given)
    {
        if (given is not null)
        {
            var path = Directory.Exists(given) ? Path.Combine(given, DacName) : given;
            return File.Exists(path) ? path : throw new HeapReadException(
                $"There is no DAC at '{given}'.", new Remedy.CorrectDacPath(DacName, runtime.Name));
        }

        var searched = Folders(runtime).Distinct().ToArray();
        var wanted = runtime.BuildId.IsDefault ? [] : runtime.BuildId.AsSpan();
        foreach (var folder in searched)
        {
            var dac = Path.Combine(folder, DacName);
            if (File.Exists(dac) && wanted.SequenceEqual(ElfBuildId.Of(Path.Combine(folder, RuntimeName))))
            {
                return dac;
            }
        }

        throw new HeapReadException(
            $"The DAC of {runtime.Name} ({RuntimeInformation.RuntimeIdentifier}, build-id {Convert.ToHexStringLower(wanted)}) "
            + $"was not found in: {string.Join(", ", searched)}.",
            new Remedy.FetchDac(DacName, RuntimeName));
    }

    private static IEnumerable<string> Folders(ClrInfo runtime)
    {
        if (Path.GetDirectoryName(runtime.ModuleInfo.FileName) is { Length: > 0 } beside)
        {
            yield return beside;
        }

        var home = Environment.GetEnvironmentVariable("HOME") ?? "";
        string?[] roots = [Environment.GetEnvironmentVariable("DOTNET_ROOT"), "/usr/share/dotnet", "/usr/lib/dotnet", Path.Combine(home, ".dotnet")];
        foreach (var root in roots.OfType<string>())
        {
            var shared = Path.Combine(root, "shared", "Microsoft.NETCore.App");
            foreach (var folder in Directory.Exists(shared) ? Directory.GetDirectories(shared) : [])
            {
                yield return folder;
            }
        }

        var packages = Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages"),
            $"microsoft.netcore.app.runtime.{RuntimeInformation.RuntimeIdentifier}");
        foreach (var version in Directory.Exists(packages) ? Directory.GetDirectories(packages) : [])
        {
            yield return Path.Combine(version, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        }
    }
}
