using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Homes;

public sealed partial class ElfHomeTests
{
    /// <summary>Whoever reads or writes an ELF table by hand needs its place (32), the length (54) or the number (56) of its entries.</summary>
    [Fact]
    public void What_an_ELF_file_looks_like_is_known_to_one_folder()
    {
        var core = Path.Combine(Repository.Root, "src", "HeapGraph.Core");
        var elf = Path.Combine(core, "Reading", "Elf") + Path.DirectorySeparatorChar;
        var knowing = Repository.Sources("src", "HeapGraph.Core").Where(file => ByHand().IsMatch(File.ReadAllText(file))).ToArray();
        Assert.NotEmpty(knowing);
        Assert.All(knowing, file => Assert.StartsWith(elf, file, StringComparison.Ordinal));
    }

    [GeneratedRegex("""ELF"u8|0x7F\b|464[cC]457[fF]|'E', 'L', 'F'|(\+ |\[|AsSpan\()(32|54|56)\b""")]
    private static partial Regex ByHand();
}
