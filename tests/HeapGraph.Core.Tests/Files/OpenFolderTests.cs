using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using Xunit;

namespace HeapGraph.Core.Tests.Files;

/// <summary>In a folder that is held open no link of others leads anywhere.</summary>
[SupportedOSPlatform("linux")]
public sealed class OpenFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("open");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("/inner")]
    [InlineData("../../../../../../inner")]
    [InlineData("/proc/self/cwd/../inner")]
    public void No_link_leads_out_of_a_root_folder(string target)
    {
        Directory.CreateDirectory(At("inner"));
        Directory.CreateDirectory(At("proc/self"));
        File.CreateSymbolicLink(At("proc/self/cwd"), "/somewhere");
        Directory.CreateDirectory(At("somewhere"));
        File.CreateSymbolicLink(At("link"), target);
        using var root = OpenFolder.At(_folder.FullName);
        using var inside = root.Inside("/link");
        Assert.SkipWhen(inside is null, "This kernel has no openat2, or it is forbidden.");
        Assert.True(FileFacts.AreOne(At("inner"), inside.Path));
    }

    [Fact]
    public void What_stands_at_a_name_already_is_neither_opened_nor_written_to()
    {
        Directory.CreateDirectory(At("victim"));
        File.WriteAllText(At("precious"), "precious");
        File.CreateSymbolicLink(At("folder"), At("victim"));
        File.CreateSymbolicLink(At("file"), At("precious"));
        using var folder = OpenFolder.At(_folder.FullName);
        Assert.Throws<IOException>(() => folder.Make("folder"));
        Assert.Throws<IOException>(() => folder.New("file"));
        Assert.Null(folder.Existing("folder"));
        Assert.Empty(Directory.GetFileSystemEntries(At("victim")));
        Assert.Equal("precious", File.ReadAllText(At("precious")));
    }

    [Fact]
    public void What_is_made_is_made_in_the_folder_that_was_opened()
    {
        Directory.CreateDirectory(At("before"));
        Directory.CreateDirectory(At("victim"));
        using var folder = OpenFolder.At(At("before"));
        Directory.Move(At("before"), At("after"));
        Directory.CreateSymbolicLink(At("before"), At("victim"));
        using (folder.Make("made"))
        using (folder.New("file"))
        {
            Assert.Equal([At("after/file"), At("after/made")], Directory.GetFileSystemEntries(At("after")).Order(StringComparer.Ordinal));
            Assert.Empty(Directory.GetFileSystemEntries(At("victim")));
        }
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
