using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Xunit;

namespace HeapGraph.Core.Tests.Homes;

/// <summary>The library says what helps in its own terms; options and commands are named by the command line alone.</summary>
public sealed class RemedyHomeTests
{
    [Fact]
    public void No_sentence_of_the_library_names_an_option_or_a_command()
    {
        var sentences = Literals().ToArray();
        Assert.Contains("Not every object is shown: {0} was reached.", sentences);
        Assert.DoesNotContain(sentences, text => Regex.IsMatch(text, @"(?<![\w-])--[a-z]|\bheapgraph [a-z]"));
    }

    /// <summary>Every string literal of the library: what the compiler has put into the assembly for them.</summary>
    private static IEnumerable<string> Literals()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(Heap).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        for (var literal = MetadataTokens.UserStringHandle(1); !literal.IsNil; literal = metadata.GetNextHandle(literal))
        {
            yield return metadata.GetUserString(literal);
        }
    }
}
