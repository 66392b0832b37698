using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Cli.Sealing;

/// <summary>What a sealed process may read: the DAC and the dumps that it was started for, this program, .NET and the system's libraries, what
/// the kernel tells of machine and process, and assemblies and their symbols wherever they are.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SealRules : IDisposable
{
    private const int AccessKinds = 3, MayChange = 0x40 | 0x200 | 0x400;   // O_CREAT, O_TRUNC, O_APPEND
    private const int Unnamed = 0x40_0000;
    private const UnixFileMode ForAll = UnixFileMode.OtherRead;

    private const string Library = ".so";   // of a folder of ours too: it may be one in which other files lie, such as somebody's home

    private static readonly string[] Symbols = [".dll", ".exe", ".pdb"];
    private static readonly string[] SystemFolders =
        ["/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/", "/usr/share/zoneinfo/", "/usr/share/terminfo/", "/usr/share/icu/", "/etc/terminfo/", "/sys/fs/cgroup/", "/sys/devices/system/"];

    private static readonly string[] SystemFiles = ["/etc/ld.so.cache", "/etc/localtime", "/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/proc/sys/vm/overcommit_memory"];
    private static readonly string[] OwnFacts = ["cgroup", "mountinfo", "maps", "stat", "statm", "status", "limits"];

    private readonly string _libraryPath;
    private readonly SafeFileHandle _library;
    private readonly HashSet<string> _named;
    private readonly string[] _ownFolders, _knownFolders;
    private readonly string _childFolder;

    /// <param name="childId">The process.</param>
    /// <param name="libraryPath">How it names the DAC.</param>
    /// <param name="library">The DAC, open.</param>
    /// <param name="named">Files that it may read.</param>
    public SealRules(int childId, string libraryPath, SafeFileHandle library, IEnumerable<string> named)
    {
        (_libraryPath, _library) = (libraryPath, library);
        _named = [.. named.Where(path => path.Length > 0).Select(Path.GetFullPath)];
        _childFolder = $"/proc/{childId}/";
        var runtime = Path.GetFullPath(RuntimeEnvironment.GetRuntimeDirectory());
        var frameworks = Path.GetFullPath(Path.Combine(runtime, "..", ".."));
        string[] folders = [AppContext.BaseDirectory, Path.GetFileName(frameworks) == "shared" ? frameworks + "/" : runtime];
        _ownFolders = [.. folders.Select(RealPath)];
        _knownFolders = [.. folders, .. _ownFolders];
    }

    /// <summary>Whether flags of open(2) ask for reading only.</summary>
    public static bool IsForReading(ulong flags) => (flags & (AccessKinds | MayChange | Unnamed)) == 0;

    /// <summary>Where it may look though its own user may not; null for all other paths.</summary>
    public string? LookAt(string path) => path == _libraryPath ? DescriptorPath.Of(_library) : MayLookAt(path) ? path : null;

    private bool MayLookAt(string path) => _named.Contains(path) || IsSymbols(path)
        || Array.Exists(_knownFolders, folder => path.StartsWith(folder, StringComparison.Ordinal) || folder.StartsWith(path + "/", StringComparison.Ordinal))
        || _named.Any(named => named.StartsWith(path + "/", StringComparison.Ordinal));

    /// <summary>Opens a file for it; null where it may not read that.</summary>
    public SafeFileHandle? Open(string path, out int error)
    {
        error = SealCalls.AccessDenied;
        if (path == _libraryPath)
        {
            return RegularFile.TryOpen(DescriptorPath.Of(_library));
        }

        const string Self = "/proc/self/";
        if (path.StartsWith(Self, StringComparison.Ordinal))
        {
            return OwnFacts.Contains(path[Self.Length..]) ? RegularFile.TryOpen(_childFolder + path[Self.Length..]) : null;
        }

        var file = RegularFile.TryOpen(path);
        if (file is null)
        {
            error = File.Exists(path) ? SealCalls.AccessDenied : SealCalls.Missing;
            return null;
        }

        if (_named.Contains(path) || MayRead(file))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    public void Dispose() => _library.Dispose();

    // By where it really is, whatever links led there.
    private bool MayRead(SafeFileHandle file)
    {
        var real = File.ResolveLinkTarget(DescriptorPath.Of(file), returnFinalTarget: false)?.FullName ?? "";
        return (real.EndsWith(Library, StringComparison.Ordinal) && Array.Exists(_ownFolders, folder => real.StartsWith(folder, StringComparison.Ordinal)))
            || ((SystemFiles.Contains(real) || Array.Exists(SystemFolders, folder => real.StartsWith(folder, StringComparison.Ordinal))) && (File.GetUnixFileMode(file) & ForAll) != 0)
            || (IsSymbols(real) && BeginsLikeSymbols(file));
    }

    private static bool IsSymbols(string path) => Array.Exists(Symbols, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool BeginsLikeSymbols(SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[4];
        return RandomAccess.Read(file, start, 0) == start.Length && (start.StartsWith("MZ"u8) || start.SequenceEqual("BSJB"u8));
    }

    private static string RealPath(string folder)
    {
        using var open = StepCalls.Open(folder, FileCalls.PathOnly);
        return open is not null && File.ResolveLinkTarget(DescriptorPath.Of(open), returnFinalTarget: false)?.FullName is { } real ? $"{real}/" : folder;
    }
}
