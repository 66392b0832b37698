using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using Xunit;

namespace HeapGraph.Core.Tests.Graph.Frameworks;

/// <summary>Whose a type is, where its user says which namespaces are the program's own.</summary>
public sealed class OwnNamespacesTests
{
    [Theory]
    [InlineData("Shop.Order", true, true)]
    [InlineData("Shop.Billing.Invoice<System.String>", true, true)]
    [InlineData("Shopping.Cart", true, false)]
    [InlineData("Newtonsoft.Json.Linq.JObject", true, false)]
    [InlineData("Microsoft.Shop.Order", false, true)]
    [InlineData("System.Text.Json.Document", false, false)]
    [InlineData("Outer+Inner", true, true)]   // without a namespace
    [InlineData("Program", true, true)]
    public void Types_in_them_are_own_whatever_they_are_called_and_those_elsewhere_are_not(string name, bool unsaid, bool said)
    {
        Assert.Equal(unsaid, FrameworkNames.IsOwn(Under(OwnNamespaces.Unsaid)));
        Assert.Equal(said, FrameworkNames.IsOwn(Under(new OwnNamespaces(["Shop", "Microsoft.Shop.*"]))));

        HeapType Under(OwnNamespaces own) => new HeapType(CSharpTypeName.FullNameOf(name), CSharpTypeName.ShortNameOf(name), "") is var type ? type with { IsInOwnNamespace = own.Hold(type) } : null!;
    }

    [Theory]
    [InlineData("Shop", true)]
    [InlineData("Acme.Größe_2.*", true)]
    [InlineData("", false)]
    [InlineData("*", false)]
    [InlineData("Shop.", false)]
    [InlineData("Shop.Order[]", false)]
    public void What_can_be_no_namespace_is_none(string name, bool isOne)
    {
        Assert.Equal(isOne, OwnNamespaces.IsName(name));
        if (!isOne)
        {
            Assert.Contains($"'{name}' is no namespace", Assert.Throws<ArgumentException>(() => new HeapOptions { OwnNamespaces = [name] }).Message, StringComparison.Ordinal);
        }
    }
}
