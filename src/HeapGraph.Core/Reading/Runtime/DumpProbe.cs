using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>Looks at a file's first bytes and says in plain words when it can't be a dump that is readable here.</summary>
internal static class DumpProbe
{
    private static readonly Remedy Collect = new Remedy.CollectDump();
    private static readonly Remedy CopyOrCollect = new Remedy.Both(new Remedy.Plain("Copy it again, or collect a new one."), Collect);

    /// <inheritdoc cref="Check(IDumpBytes)"/>
    public static string? Check(string path) => Check(new DumpFile(path));

    /// <returns>A warning when the file is cut short, otherwise null.</returns>
    /// <exception cref="HeapReadException">It can't be read.</exception>
    public static string? Check(IDumpBytes dump)
    {
        var path = dump.Name;
        try
        {
            using var file = dump.Open();
            return DumpKinds.Of(file) switch
            {
                DumpKind.ElfCore => CheckCore(path, file),
                DumpKind.Minidump when OperatingSystem.IsWindows() => null,
                var kind => throw NoDump(path, kind),
            };
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new HeapReadException(
                Directory.Exists(path) ? $"'{path}' is a folder." : $"'{path}' may not be read by this user.",
                Directory.Exists(path) ? "Name a dump file in it." : "Run as the file's owner or as root, or change its mode.", denied);
        }
        catch (IOException broken)
        {
            throw new HeapReadException($"'{path}' can't be read: {broken.Message}", Collect, broken);
        }
    }

    private static HeapReadException NoDump(string path, DumpKind kind) => kind switch
    {
        DumpKind.CutElf => new($"'{path}' is a dump that was cut off in its first bytes.", CopyOrCollect),
        DumpKind.ElfCoreOf32Bit => new($"'{path}' is of a 32-bit process.", "HeapGraph reads 64-bit processes only."),
        DumpKind.ElfProgram => new($"'{path}' is a program or library, not a dump.", Collect),
        DumpKind.Minidump => new($"'{path}' is a Windows dump; its heap can be read on Windows only.", new Remedy.ReadOn("Windows, where it was made")),
        DumpKind.MacCore => new($"'{path}' is a macOS core dump; its heap can be read on macOS only.", new Remedy.ReadOn("macOS, where it was made")),
        DumpKind.Compressed => new($"'{path}' is a compressed file.", "Unpack it and name the dump inside."),
        DumpKind.GcDump => new($"'{path}' is a .gcdump, which this version does not read.", Collect),
        _ => new HeapReadException($"'{path}' is not a dump.", Collect),
    };

    private static string? CheckCore(string path, Stream file)
    {
        var elf = ElfFile.Of(file)!;
        if (elf.Header.Processor != RuntimeInformation.ProcessArchitecture)
        {
            throw new HeapReadException(
                $"'{path}' was made on {elf.Header.Processor?.ToString() ?? "another processor"}; this is {RuntimeInformation.ProcessArchitecture}.",
                new Remedy.ReadOn("a machine with the processor that it was made on"));
        }

        if (!elf.HasTableWithin((ulong)file.Length))
        {
            throw new HeapReadException($"'{path}' was cut off before its table of contents ends.", CopyOrCollect);
        }

        var needed = elf.LengthOfAll();
        return needed > file.Length
            ? $"The dump is cut short: {needed - file.Length:N0} of {needed:N0} bytes are missing at its end."
            : null;
    }
}
