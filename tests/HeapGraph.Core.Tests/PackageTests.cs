using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests;

/// <summary>The library as a package: what a person who adds it gets.</summary>
[NotQuick]
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("package");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_holds_the_library_its_documentation_readme_and_licence_and_symbols_beside_it()
    {
        var project = Path.Combine(Repository.Root, "src", "HeapGraph.Core");
        var start = new ProcessStartInfo("dotnet", ["pack", project, "-c", Repository.Configuration, "--no-build", "--nologo", "-o", _folder.FullName])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";   // no server of the build outlives the test
        using var pack = Process.Start(start)!;
        var said = pack.StandardOutput.ReadToEnd();
        pack.WaitForExit();
        Assert.True(pack.ExitCode == 0, said);

        using var package = ZipFile.OpenRead(Assert.Single(_folder.GetFiles("*.nupkg")).FullName);
        string[] expected = ["README.md", "LICENSE", "lib/net10.0/HeapGraph.Core.dll", "lib/net10.0/HeapGraph.Core.xml"];
        Assert.Empty(expected.Except(package.Entries.Select(entry => entry.FullName)));
        using var described = package.GetEntry("HeapGraph.Core.nuspec")!.Open();
        var metadata = XDocument.Load(described).Root!.Elements().First().Elements().ToLookup(element => element.Name.LocalName);
        Assert.Equal(("MIT", "README.md"), (metadata["license"].Single().Value, metadata["readme"].Single().Value));
        Assert.NotEmpty(metadata["description"].Single().Value);
        Assert.Contains("QuikGraph", metadata["dependencies"].Single().ToString(), StringComparison.Ordinal);

        using var symbols = ZipFile.OpenRead(Assert.Single(_folder.GetFiles("*.snupkg")).FullName);
        Assert.Contains(symbols.Entries, entry => entry.FullName == "lib/net10.0/HeapGraph.Core.pdb");
    }
}
