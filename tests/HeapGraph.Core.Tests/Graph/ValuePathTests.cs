using HeapGraph.Core.Graph.Values;
using Xunit;

namespace HeapGraph.Core.Tests.Graph;

/// <summary>Paths from an object to a value, as they are typed.</summary>
public sealed class ValuePathTests
{
    [Theory]
    [InlineData("Name", "Name")]
    [InlineData("Configuration.Address.Segments[0]", "Configuration|Address|Segments|[0]")]
    [InlineData(" Prices[ \"bolt\" ].Length ", "Prices|[\"bolt\"]|Length")]
    [InlineData("Prices['it''s'.Length", null)]
    [InlineData("[\"a\\\"b\\\\c\"][-1]", "[\"a\"b\\c\"]|[-1]")]
    [InlineData("<Name>k__BackingField._x", "<Name>k__BackingField|_x")]
    [InlineData("this", "")]
    [InlineData("this.Name", "Name")]
    [InlineData("", null)]
    [InlineData("A.", null)]
    [InlineData("A[x]", null)]
    [InlineData("A[1", null)]
    [InlineData("A[\"x]", null)]
    [InlineData("A B", null)]
    public void A_path_is_fields_indices_and_keys(string typed, string? parts)
    {
        if (parts is null)
        {
            Assert.Throws<ArgumentException>(() => PathText.PathIn(typed));
        }
        else
        {
            Assert.Equal(parts, string.Join('|', PathText.PathIn(typed).Parts));
        }
    }

    [Fact]
    public void Its_beginning_is_written_as_a_path()
    {
        var path = PathText.PathIn("Buyer.Lines[0].Name");
        Assert.Equal(["this", "Buyer", "Buyer.Lines", "Buyer.Lines[0]", "Buyer.Lines[0].Name"], Enumerable.Range(-1, 5).Select(path.Through));
    }
}
