using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Memory;
using Xunit;

namespace HeapGraph.Core.Tests.Files;

public sealed class FileFactsTests
{
    [Fact]
    public void A_dump_behind_a_link_was_written_when_the_dump_was()
    {
        var folder = Directory.CreateTempSubdirectory("heapgraph.test.").FullName;
        try
        {
            var (dump, link) = (Path.Combine(folder, "app.dmp"), Path.Combine(folder, "link.dmp"));
            File.WriteAllText(dump, "twelve bytes");
            var written = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
            File.SetLastWriteTimeUtc(dump, written);
            File.CreateSymbolicLink(link, dump);
            Assert.Equal(new DateTimeOffset(written), new DumpFile(link).WrittenAt);
            Assert.Equal(12, FileFacts.Of(link)!.Value.Bytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
