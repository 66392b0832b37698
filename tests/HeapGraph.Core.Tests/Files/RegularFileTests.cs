using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Files;

/// <summary>What a dump or a process names is opened only where it is a plain file.</summary>
[SupportedOSPlatform("linux")]
public sealed class RegularFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapgraph.test.").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Neither_a_pipe_nor_a_device_nor_a_folder_is_opened_also_through_a_link()
    {
        var pipe = Path.Combine(_folder, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            made.WaitForExit();
        }

        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, "/dev/zero");
        Assert.All([pipe, link, "/dev/zero", _folder, Path.Combine(_folder, "absent"), ""], path => Assert.Null(RegularFile.TryRead(path)));
    }

    [Fact]
    public void A_plain_file_is_read_also_through_a_link_unless_it_is_larger_than_any_library()
    {
        var (file, link) = (Path.Combine(_folder, "file"), Path.Combine(_folder, "link"));
        File.WriteAllText(file, "content");
        File.CreateSymbolicLink(link, file);
        using (var read = RegularFile.TryRead(link))
        {
            Assert.Equal(7, read!.Length);
        }

        using (var sparse = File.OpenWrite(file))
        {
            sparse.SetLength(2L << 30);
        }

        Assert.Null(RegularFile.TryRead(file));
    }

    [Fact]
    public void What_was_opened_is_what_is_loaded_when_another_file_takes_its_place()
    {
        var path = Path.Combine(_folder, "library.so");
        File.WriteAllText(path, "judged");
        var file = TrustedFile.TryOpen(path, out var reason);
        Assert.Null(reason);
        var dac = Dac.Of(path, file!);
        File.Delete(path);
        File.WriteAllText(path, "planted");
        Assert.Equal("judged", File.ReadAllText(dac.LoadPath, Encoding.UTF8));
    }
}
