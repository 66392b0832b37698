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

    [Fact]
    public void A_failure_names_the_file_as_the_user_did()
    {
        var path = Path.Combine(_folder.FullName, "table.txt");
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(path, temporary => throw new IOException($"No space left on device : '{temporary}'")));
        Assert.Equal($"No space left on device : '{path}'", failure.Message);
    }

    [Fact]
    public void What_a_killed_process_has_left_is_deleted_and_nothing_else()
    {
        foreach (var name in (string[])["a.json.4194303.tmp", "a.json.1.tmp", "4194303.tmp"])
        {
            File.WriteAllText(Path.Combine(_folder.FullName, name), "half");
        }

        AtomicFile.DeleteLeftBy(4194303, _folder.FullName);
        Assert.Equal(["4194303.tmp", "a.json.1.tmp"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_an_earlier_run_has_left_of_the_same_file_goes_once_it_is_old()
    {
        var path = Path.Combine(_folder.FullName, "a.json");
        foreach (var name in (string[])["a.json.1.tmp", "a.json.x.tmp", "b.json.1.tmp"])
        {
            File.WriteAllText(Path.Combine(_folder.FullName, name), "half");
            File.SetLastWriteTimeUtc(Path.Combine(_folder.FullName, name), DateTime.UtcNow.AddHours(-1));
        }

        File.WriteAllText($"{path}.2.tmp", "somebody is just writing it");
        AtomicFile.Write(path, temporary => File.WriteAllText(temporary, "whole"));
        Assert.Equal(["a.json", "a.json.2.tmp", "a.json.x.tmp", "b.json.1.tmp"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/dev/stdout", true)]
    [InlineData("/proc/self/fd/1", true)]
    [InlineData("/dev/shm/a.json", false)]
    [InlineData("/proc/1/root/tmp/a.json", false)]
    public void Devices_are_written_to_and_files_are_replaced(string path, bool isDevice) => Assert.Equal(isDevice, AtomicFile.IsDevice(path));
}
