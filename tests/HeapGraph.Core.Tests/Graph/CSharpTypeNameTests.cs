using HeapGraph.Core.Graph.Names;
using Xunit;

namespace HeapGraph.Core.Tests.Graph;

public sealed class CSharpTypeNameTests
{
    [Theory]
    [InlineData("System.Int32", "int", "int")]
    [InlineData("System.String[]", "string[]", "string[]")]
    [InlineData("MyBigFatObject", "MyBigFatObject", "MyBigFatObject")]
    [InlineData("System.Collections.Generic.Dictionary<System.Int32, MyBigFatObject>", "System.Collections.Generic.Dictionary<int, MyBigFatObject>", "Dictionary<int, MyBigFatObject>")]
    [InlineData("System.Collections.Generic.Dictionary<System.Int32, Shop.Order>+Entry[]", "System.Collections.Generic.Dictionary<int, Shop.Order>.Entry[]", "Dictionary<int, Order>.Entry[]")]
    [InlineData("System.Collections.Generic.List<System.Collections.Generic.List<System.Int32[]>>", "System.Collections.Generic.List<System.Collections.Generic.List<int[]>>", "List<List<int[]>>")]
    [InlineData("System.Object[,]", "object[,]", "object[,]")]
    [InlineData("System.Object[][]", "object[][]", "object[][]")]
    [InlineData("Shop.Outer+Inner", "Shop.Outer.Inner", "Outer.Inner")]
    [InlineData("Shop.Cart+<>c__DisplayClass0_0", "Shop.Cart.<>c__DisplayClass0_0", "Cart.<>c__DisplayClass0_0")]
    [InlineData("Shop.Cart+<LoadAsync>d__5", "Shop.Cart.<LoadAsync>d__5", "Cart.<LoadAsync>d__5")]
    [InlineData("System.Func<System.String, System.Boolean>", "System.Func<string, bool>", "Func<string, bool>")]
    public void A_name_is_written_as_in_CSharp(string clrName, string full, string shortName)
    {
        Assert.Equal(full, CSharpTypeName.FullNameOf(clrName));
        Assert.Equal(shortName, CSharpTypeName.ShortNameOf(clrName));
    }

    [Theory]
    [InlineData("System.Int32[]", "System")]
    [InlineData("MyBigFatObject", "")]
    [InlineData("System.Collections.Generic.Dictionary<System.Int32, Shop.Order>+Entry[]", "System.Collections.Generic")]
    [InlineData("Shop.Outer+Inner", "Shop")]
    [InlineData("Shop.Cart+<LoadAsync>d__5", "Shop")]
    [InlineData("<>c__DisplayClass0_0", "")]
    public void A_namespace_is_what_stands_before_the_outermost_type(string clrName, string expected) => Assert.Equal(
        expected, new HeapType(CSharpTypeName.FullNameOf(clrName), CSharpTypeName.ShortNameOf(clrName), "").Parsed.Namespace);
}
