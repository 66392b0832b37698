using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>Looks at a file's first bytes and says in plain words when it can't be a dump that is readable here.</summary>
internal static class DumpProbe
{
    private const string Collect = "Collect a dump with: dotnet-dump collect --type Heap -p PID";

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
            var head = new byte[64];
            var count = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var bytes = head.AsSpan(0, count);
            if (bytes.StartsWith("MDMP"u8) && OperatingSystem.IsWindows())
            {
                return null;
            }

            return bytes.StartsWith("\u007FELF"u8) ? CheckElf(path, bytes, file) : throw NoDump(path, bytes);
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

    private static HeapReadException NoDump(string path, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("MDMP"u8))
        {
            return new($"'{path}' is a Windows dump; its heap can be read on Windows only.", "Run heapgraph on Windows, where it was made.");
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xCF, 0xFA, 0xED, 0xFE]))
        {
            return new($"'{path}' is a macOS core dump; its heap can be read on macOS only.", "Run heapgraph on macOS, where it was made.");
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith("PK"u8) || head.StartsWith("BZh"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
        {
            return new($"'{path}' is a compressed file.", "Unpack it and name the dump inside.");
        }

        return head.IndexOf("!FastSerialization"u8) >= 0
            ? new($"'{path}' is a .gcdump, which this version does not read.", Collect)
            : new HeapReadException($"'{path}' is not a dump.", Collect);
    }

    private static string? CheckElf(string path, ReadOnlySpan<byte> head, Stream file)
    {
        if (head.Length < 64)
        {
            throw new HeapReadException($"'{path}' is a dump that was cut off in its first bytes.", $"Copy it again, or collect a new one. {Collect}");
        }

        if (head[4] != 2)
        {
            throw new HeapReadException($"'{path}' is of a 32-bit process.", "HeapGraph reads 64-bit processes only.");
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(head[16..]) != 4)
        {
            throw new HeapReadException($"'{path}' is a program or library, not a dump.", Collect);
        }

        var here = RuntimeInformation.ProcessArchitecture;
        var architecture = BinaryPrimitives.ReadUInt16LittleEndian(head[18..]) switch
        {
            62 => Architecture.X64,
            183 => Architecture.Arm64,
            _ => (Architecture)(-1),
        };
        if (architecture != here)
        {
            var name = (int)architecture < 0 ? "another processor" : architecture.ToString();
            throw new HeapReadException($"'{path}' was made on {name}; this is {here}.", "Run heapgraph on a machine with the processor that it was made on.");
        }

        var (offset, size, count) = (
            BinaryPrimitives.ReadInt64LittleEndian(head[32..]),
            BinaryPrimitives.ReadUInt16LittleEndian(head[54..]),
            BinaryPrimitives.ReadUInt16LittleEndian(head[56..]));
        if (offset < 0 || offset > file.Length || size < 56 || (long)size * count > Math.Min(file.Length - offset, Array.MaxLength))
        {
            throw new HeapReadException($"'{path}' was cut off before its table of contents ends.", $"Copy it again, or collect a new one. {Collect}");
        }

        var table = new byte[size * count];
        file.Position = offset;
        file.ReadExactly(table);
        var needed = 0L;
        for (var at = 0; at + 56 <= table.Length; at += size)
        {
            var (start, bytes) = (BinaryPrimitives.ReadInt64LittleEndian(table.AsSpan(at + 8)), BinaryPrimitives.ReadInt64LittleEndian(table.AsSpan(at + 32)));
            if (start >= 0 && bytes >= 0 && start <= long.MaxValue - bytes)
            {
                needed = Math.Max(needed, bytes > 0 ? start + bytes : 0);
            }
        }

        return needed > file.Length
            ? $"The dump is cut short: {needed - file.Length:N0} of {needed:N0} bytes are missing at its end."
            : null;
    }
}
