using HeapGraph.Cli.Running;
using HeapGraph.Core.Files;

namespace HeapGraph.Cli.Configuration;

/// <summary>Reads a config file, which may be anything: only a plain file of a sensible size is opened.</summary>
internal static class ConfigFile
{
    private const int MostBytes = 1 << 20;

    /// <summary>What a file says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="without">How to do without it, as a sentence.</param>
    /// <exception cref="UsageException">There is none, or it says what it can't.</exception>
    /// <exception cref="HeapReadException">It can't be read.</exception>
    public static Config Read(string path, string without)
    {
        var name = NameOf(path);
        if (!Path.Exists(path))
        {
            throw new UsageException($"There is no file '{name}'.", $"Name a config file that is there. {without}");
        }

        return new ConfigReader([.. WithoutMark(BytesOf(path, name, without))], name, without).Read() with { Path = name };
    }

    private static byte[] BytesOf(string path, string name, string without)
    {
        if (Directory.Exists(path) || FileFacts.Of(path) is { IsPlainFile: false })
        {
            throw new HeapReadException($"'{name}' is no plain file, and no config file.", without);
        }

        try
        {
            using var file = RegularFile.TryOpen(path) ?? throw new HeapReadException($"The config file '{name}' can't be read.", $"Look at its permissions. {without}");
            var bytes = new byte[MostBytes + 1];
            var count = 0;
            for (var read = -1; read != 0 && count < bytes.Length; count += read)
            {
                read = RandomAccess.Read(file, bytes.AsSpan(count), count);
            }

            return count <= MostBytes ? bytes[..count] : throw new HeapReadException($"'{name}' has more than {MostBytes:N0} bytes, and is no config file.", without);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new HeapReadException($"The config file '{name}' can't be read: {failed.Message.TrimEnd('.')}.", without, failed);
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;

    // As the user sees it from where he is.
    private static string NameOf(string path) =>
        ConfigPlaces.CurrentFolder is { } folder && Path.GetDirectoryName(Path.GetFullPath(path)) == folder ? Path.GetFileName(path) : path;
}
