using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Elf;
using Microsoft.Diagnostics.Runtime;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>Finds the DAC, the library that knows one exact build of the runtime from the inside.</summary>
/// <remarks>ClrMD itself finds none outside Windows. A DAC has a build-id of its own, so it is accepted when the
/// runtime beside it has the build-id of the runtime in the dump. That tells builds apart and not friend from foe: whoever makes a dump
/// or runs a process can copy it. So what is installed comes first, and where the dump or the process leads only what
/// nobody but root and we could have put there.</remarks>
internal static class DacLocator
{
    public const string DacName = "libmscordaccore.so";
    private const string RuntimeName = "libcoreclr.so";

    private static readonly EnumerationOptions WhatMayBeSeen = new() { IgnoreInaccessible = true };

    /// <exception cref="HeapReadException">There is none that fits, or none that may be loaded.</exception>
    public static Dac Find(ClrInfo runtime, DacPlaces places)
    {
        if (places.Given is { } given)
        {
            var path = Directory.Exists(given) ? Path.Combine(given, DacName) : given;
            return RegularFile.TryOpen(path) is { } file ? Dac.Of(path, file, NativeCode.HasNoRights) : throw new HeapReadException(
                $"There is no DAC at '{given}'{(File.Exists(path) ? " that may be read" : "")}.", new Remedy.CorrectDacPath(DacName, runtime.Name));
        }

        var wanted = runtime.BuildId.IsDefault ? [] : runtime.BuildId.ToArray();
        string[] installed = NativeCode.HasNoRights ? [.. Installed] : [.. InstalledFolders().Distinct()];
        string[] foreign = [.. ForeignFolders(runtime, places).Except(installed)];
        (string Path, string Reason)? refused = null;
        foreach (var folder in installed.Concat(foreign))
        {
            var path = Path.Combine(folder, DacName);
            if (File.Exists(path) && wanted.AsSpan().SequenceEqual(ElfBuildId.Of(Path.Combine(folder, RuntimeName))))
            {
                if (Open(path, installed.Contains(folder), folder == places.InContainer, out var reason) is { } file)
                {
                    return Dac.Of(path, file, NativeCode.HasNoRights);
                }

                refused ??= (path, reason ?? "it can't be opened");
            }
        }

        if (refused is { } one)
        {
            var refusal = new HeapReadException(
                $"The DAC '{one.Path}' fits {runtime.Name} and was not loaded: {one.Reason}. It is native code, and would run with this user's rights.",
                new Remedy.TrustDac(one.Path, runtime.Name));
            return NativeCode.GiveUpRights is not null && RegularFile.TryOpen(one.Path) is { } file ? Dac.Of(one.Path, file, NativeCode.HasNoRights) with { Refusal = refusal } : throw refusal;
        }

        throw new HeapReadException(
                $"The DAC of {runtime.Name} ({RuntimeInformation.RuntimeIdentifier}, build-id {Convert.ToHexStringLower(wanted)}) "
                + $"was not found in: {string.Join(", ", installed.Concat(foreign))}.",
                new Remedy.FetchDac(DacName, RuntimeName));
    }

    /// <summary>The folders of installed DACs, as they were when this was first asked.</summary>
    public static IReadOnlyList<string> Installed => field ??= [.. InstalledFolders().Distinct().Where(folder => File.Exists(Path.Combine(folder, DacName)))];

    /// <summary>What of them is looked at.</summary>
    public static IEnumerable<string> InstalledFiles => Installed.SelectMany(folder => (string[])[Path.Combine(folder, DacName), Path.Combine(folder, RuntimeName)]);

    /// <summary>Why a DAC where a process or dump leads would not be loaded; null when it would.</summary>
    public static string? Obstacle(string path, bool isInContainer)
    {
        using var file = Open(path, isInstalled: false, isInContainer, out var reason);
        return file is null ? reason ?? "it can't be opened" : null;
    }

    private static SafeFileHandle? Open(string path, bool isInstalled, bool isInContainer, out string? reason)
    {
        // In a container root may be anybody.
        reason = isInContainer ? "it lies in the container of the process, where others say what is in it" : null;
        if (reason is null && OperatingSystem.IsLinux())
        {
            return isInstalled ? OpenInstalled(path, out reason) : TrustedFile.TryOpen(path, out reason);
        }

        reason ??= isInstalled ? null : "what is read has named it";
        return reason is null ? RegularFile.TryOpen(path) : null;
    }

    // This user named the folder, by the environment; the file in it must be nobody else's all the same.
    [SupportedOSPlatform("linux")]
    private static SafeFileHandle? OpenInstalled(string path, out string? reason)
    {
        reason = null;
        if (RegularFile.TryOpen(path) is not { } file)
        {
            return null;
        }

        var owner = FileFacts.Of(file)?.Owner;
        if (owner == 0 || owner == FileCalls.User())
        {
            return file;
        }

        reason = $"it belongs to user {owner}";
        file.Dispose();
        return null;
    }

    // Only what is named from the root on: the current folder may be anybody's.
    private static IEnumerable<string> InstalledFolders()
    {
        yield return Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());

        var home = Rooted("HOME");
        string?[] roots = [Rooted("DOTNET_ROOT"), "/usr/share/dotnet", "/usr/lib/dotnet", home is null ? null : Path.Combine(home, ".dotnet")];
        foreach (var root in roots.OfType<string>())
        {
            foreach (var folder in FoldersIn(Path.Combine(root, "shared", "Microsoft.NETCore.App")))
            {
                yield return folder;
            }
        }

        if ((Rooted("NUGET_PACKAGES") ?? (home is null ? null : Path.Combine(home, ".nuget", "packages"))) is { } packages)
        {
            foreach (var version in FoldersIn(Path.Combine(packages, $"microsoft.netcore.app.runtime.{RuntimeInformation.RuntimeIdentifier}")))
            {
                yield return Path.Combine(version, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
            }
        }
    }

    private static IEnumerable<string> ForeignFolders(ClrInfo runtime, DacPlaces places)
    {
        if (Path.GetDirectoryName(runtime.ModuleInfo.FileName) is { Length: > 0 } beside && Path.IsPathRooted(beside))
        {
            yield return beside;
        }

        if (places.InContainer is { } container)
        {
            yield return container;
        }
    }

    private static string[] FoldersIn(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder, "*", WhatMayBeSeen) : [];

    private static string? Rooted(string variable) => Environment.GetEnvironmentVariable(variable) is { } path && Path.IsPathRooted(path) ? path : null;
}
