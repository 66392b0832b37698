using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>The files of a process as it sees them itself, in a container too.</summary>
internal static class ProcessFiles
{
    private const string RuntimeName = "libcoreclr.so";

    /// <summary>Where its root folder is reached from here, without a slash at the end; empty when it may not be, or is ours.</summary>
    public static string RootOf(int processId)
    {
        var root = ProcPath.SeenBy(processId, "");
        return Directory.Exists($"{root}/proc") || Directory.Exists($"{root}/tmp") ? root : "";
    }

    /// <summary>Its folder for temporary files, as it names it itself.</summary>
    public static string TemporaryFolderOf(int processId)
    {
        try
        {
            var folder = File.ReadAllText(ProcPath.Of(processId, "environ")).Split('\0')
                .FirstOrDefault(variable => variable.StartsWith("TMPDIR=", StringComparison.Ordinal))?["TMPDIR=".Length..];
            return string.IsNullOrEmpty(folder) ? "/tmp" : folder;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return Path.GetTempPath();
        }
    }

    /// <summary>Its folder for temporary files, held open: the one that it sees itself, wherever links of its own making lead.</summary>
    /// <returns>Null where it has a root folder of its own, and this kernel can't tell what it sees there.</returns>
    /// <exception cref="IOException">It can't be entered.</exception>
    [SupportedOSPlatform("linux")]
    public static OpenFolder? OpenTemporaryFolderOf(int processId)
    {
        var (way, folder) = (RootOf(processId), TemporaryFolderOf(processId));
        using var root = OpenFolder.At($"{way}/");
        return root.Inside(folder) ?? (way.Length == 0 || SeesWhatWeSee(processId, root) ? OpenFolder.At(folder) : null);
    }

    /// <summary>Whether this user may see what it has loaded. Kernel threads have loaded nothing.</summary>
    public static bool MayBeSeen(int processId)
    {
        try
        {
            using var maps = File.OpenRead(ProcPath.Of(processId, "maps"));
            return true;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The name of the program that <c>dotnet</c> runs in a process; null when its command line names none.</summary>
    public static string? ProgramOf(int processId)
    {
        var words = File.ReadAllText(ProcPath.Of(processId, "cmdline")).Split('\0');
        for (var index = 1; index < words.Length; index++)
        {
            // Options of the host stand before the program, each with its value.
            if (words[index] != "exec" && !words[index].StartsWith('-') && !words[index - 1].StartsWith('-'))
            {
                return words[index].EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(words[index]) : null;
            }
        }

        return null;
    }

    /// <summary>What it was started with; null when that may not be looked at.</summary>
    public static string? CommandLineOf(int processId)
    {
        try
        {
            return File.ReadAllText(ProcPath.Of(processId, "cmdline")).TrimEnd('\0').Replace('\0', ' ');
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The path of its runtime as it sees it; null when it has none or may not be looked at.</summary>
    public static string? RuntimeOf(int processId)
    {
        try
        {
            return MemoryMapping.Of(processId).FirstOrDefault(mapping => mapping.Path.EndsWith($"/{RuntimeName}", StringComparison.Ordinal))?.Path;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The version of a runtime at a path that a process sees: by its folder, which a shared framework names after it, else
    /// as the file says; null when it can't be told.</summary>
    public static string? RuntimeVersionOf(int processId, string path)
    {
        if (Version.TryParse(Path.GetFileName(Path.GetDirectoryName(path)), out var folder))
        {
            return $"{folder}";
        }

        try
        {
            var library = RootOf(processId) + path;
            if (FileFacts.Of(library) is not { IsPlainFile: true })
            {
                return null;   // such as a pipe, which nobody may ever write to
            }

            using var file = File.OpenRead(library);
            return RuntimeVersion.Of(file) is { } version ? RuntimeVersion.ProductOf(version) : null;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A container may have our root folder and mount others over parts of it.
    [SupportedOSPlatform("linux")]
    private static bool SeesWhatWeSee(int processId, OpenFolder root)
    {
        const string Mounts = "ns/mnt";
        return FileFacts.AreOne(root.Path, "/") && FileFacts.AreOne(ProcPath.Of(processId, Mounts), ProcPath.OfThisProcess(Mounts));
    }

    /// <summary>The folder of its runtime, and with it of its DAC, where only a way through the process leads there; null when
    /// the same build stands here at the same place.</summary>
    public static string? ForeignRuntimeFolderOf(int processId) =>
        RuntimeOf(processId) is { } runtime && RootOf(processId) is { Length: > 0 } root
            && ElfBuildId.Of(root + runtime) is { Length: > 0 } wanted && !wanted.AsSpan().SequenceEqual(ElfBuildId.Of(runtime))
            ? Path.GetDirectoryName(root + runtime)
            : null;
}
