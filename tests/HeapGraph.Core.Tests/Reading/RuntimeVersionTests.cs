using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>A runtime is called by the version that a person knows it by.</summary>
public sealed class RuntimeVersionTests
{
    [Fact]
    public void The_library_of_this_runtime_says_its_version()
    {
        var library = File.ReadAllBytes(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libcoreclr.so"));
        Assert.Equal($"{Environment.Version}", RuntimeVersion.ProductOf(RuntimeVersion.In(library)!));
    }

    [Theory]
    [InlineData("8.0.3126.30707", "8.0.31")]
    [InlineData("11.0.26.41234", "11.0.0")]
    [InlineData("10.0.12", "10.0.12")]
    public void A_file_version_holds_the_patch_before_the_year(string file, string product) =>
        Assert.Equal(product, RuntimeVersion.ProductOf(Version.Parse(file)));

    [Fact]
    public void Where_no_version_is_written_none_is_guessed() => Assert.Null(RuntimeVersion.In("@(#)Version unknown"u8));
}
