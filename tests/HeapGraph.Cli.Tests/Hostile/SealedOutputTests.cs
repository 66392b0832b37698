using System.Runtime.Versioning;
using HeapGraph.Cli.Sealing;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests.Hostile;

/// <summary>The one file that a process without rights has written for it.</summary>
[SupportedOSPlatform("linux")]
public sealed class SealedOutputTests : IDisposable
{
    private const int ReadWrite = 2, Unnamed = 0x41_0000;   // O_TMPFILE on x64
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_that_is_swapped_meanwhile_gets_nothing(bool isOpenBefore)
    {
        var folder = Directory.CreateDirectory(_folder.At("shared")).FullName;
        var victim = Directory.CreateDirectory(_folder.At("victim")).FullName;
        using var output = new SealedOutput(Path.Combine(folder, "refs.svg"));
        using var before = isOpenBefore ? output.Open(folder, -100, Unnamed | ReadWrite) : null;
        Directory.Move(folder, _folder.At("moved"));
        Directory.CreateSymbolicLink(folder, victim);
        using var after = isOpenBefore ? null : output.Open(folder, -100, Unnamed | ReadWrite);
        Assert.NotNull(before ?? after);
        Assert.Equal(0, output.Link(Path.Combine(folder, "refs.svg")));
        Assert.Empty(Directory.GetFileSystemEntries(victim));
        Assert.Equal([Path.Combine(_folder.At("moved"), "refs.svg")], Directory.GetFileSystemEntries(_folder.At("moved")));
    }
}
