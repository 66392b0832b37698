using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Reading.Code.Modules;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Code;

/// <summary>Signatures and names that no compiler makes: each is refused or cut, whatever it claims.</summary>
public sealed class SignatureTests
{
    [Fact]
    public void A_type_that_leads_back_to_itself_ends() => Assert.Equal("System.Int32", TypeOf([0x20, 0x06, 0x08]));   // modopt(TypeSpec 1) int

    [Fact]
    public void Types_within_types_without_end_are_refused()
    {
        Assert.Throws<BadImageFormatException>(() => TypeOf([.. Enumerable.Repeat((byte)0x1D, 10_000), 0x08]));
        Assert.Throws<BadImageFormatException>(() => TypeOf([.. Enumerable.Repeat((byte)0x1D, 100_000), 0x08]));
        Assert.Equal($"System.Int32{string.Concat(Enumerable.Repeat("[]", 20))}", TypeOf([.. Enumerable.Repeat((byte)0x1D, 20), 0x08]));
    }

    [Theory]
    [InlineData(0x15, 0x12, 0x05, 0xDF, 0xFF, 0xFF, 0xFF)]   // Object<...> of 0x1FFFFFFF type arguments
    [InlineData(0x14, 0x1C, 0xDF, 0xFF, 0xFF, 0xFF, 0, 0)]   // an array of as many dimensions
    [InlineData(0x14, 0x1C, 2, 0xDF, 0xFF, 0xFF, 0xFF, 0)]   // an array with as many sizes
    [InlineData(0x1B, 0, 0xDF, 0xFF, 0xFF, 0xFF, 1)]         // a function with as many parameters
    public void A_type_that_claims_more_parts_than_it_has_bytes_is_refused(params int[] signature) =>
        Assert.Throws<BadImageFormatException>(() => TypeOf([.. signature.Select(part => (byte)part)]));

    [Fact]
    public void A_method_that_claims_more_parameters_than_it_has_bytes_is_none() =>
        Assert.Null(new SketchedModule().With("Odd", [0x2A], signature: [0, 0xDF, 0xFF, 0xFF, 0xFF, 1]).Build().CalleeOf(SketchedModule.FirstMethod));

    [Fact]
    public void What_compilers_make_is_read_whole()
    {
        var callee = new SketchedModule().With("Sound", [0x2A], signature: [0x10, 1, 3, 0x1D, 0x1E, 0, 0x0F, 0x08, 0x14, 0x1C, 2, 0, 0, 0x1B, 0, 1, 1, 0x0E]).Build().CalleeOf(SketchedModule.FirstMethod);

        Assert.Equal("Sound`1(System.Int32*,System.Object[,],delegate*)!!0[]", callee?.Shape);
    }

    [Fact]
    public void A_name_that_is_too_long_is_cut()
    {
        var module = new SketchedModule().With(new string('n', 100_000), [0x2A]);

        Assert.Equal(1024, module.Build().CalleeOf(SketchedModule.FirstMethod)?.Name.Length);
    }

    private static string? TypeOf(byte[] signature)
    {
        var module = new SketchedModule();
        var type = module.Metadata.AddTypeSpecification(module.Blob(signature));
        return MetadataTypes.Of(module.Build().Metadata, type)?.Name;
    }
}
