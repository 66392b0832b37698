using HeapGraph.Core.Presentation;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atomic");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_failure_half_way_keeps_the_old_file_and_leaves_nothing_else()
    {
        var path = Path.Combine(_folder.FullName, "table.txt");
        File.WriteAllText(path, "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, temporary =>
        {
            File.WriteAllText(temporary, "half");
            throw new IOException("disk full");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_symbolic_link_is_replaced_and_what_it_led_to_stays()
    {
        var (dump, link) = (Path.Combine(_folder.FullName, "precious.dmp"), Path.Combine(_folder.FullName, "link.dmp"));
        File.WriteAllText(dump, "old");
        File.CreateSymbolicLink(link, dump);
        AtomicFile.Write(link, temporary => File.WriteAllText(temporary, "new"));
        Assert.Equal("old", File.ReadAllText(dump));
        Assert.Equal("new", File.ReadAllText(link));
    }
}
