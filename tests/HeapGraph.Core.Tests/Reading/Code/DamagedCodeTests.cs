using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Reading.Code;
using HeapGraph.Core.Reading.Code.Modules;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Code;

/// <summary>Assemblies that no compiler makes: what is whole in them is found, and the rest is said.</summary>
public sealed class DamagedCodeTests
{
    private static readonly byte[] LoadsItems = [0x7E, 1, 0, 0, 4];   // ldsfld Items

    [Theory]
    [InlineData(0x7B, 0x70000001)]   // ldfld of a string
    [InlineData(0x29, 0x04000001)]   // calli by a field
    [InlineData(0x28, 0x06FFFFFF)]   // call of a method behind the last one
    [InlineData(0x28, 0x0A000002)]   // call of an array's Set that takes nothing
    [InlineData(0x28, 0x0A000003)]   // call of a List<>.Add that takes nothing, on nothing
    public void A_method_that_cannot_be_read_takes_no_other_one_with_it(int instruction, int token)
    {
        var module = new SketchedModule().WithLoad().With("Odd", [.. LoadsItems, 0x26, (byte)instruction, .. BitConverter.GetBytes(token), 0x2A]);
        var array = module.Metadata.AddTypeSpecification(module.Blob(0x14, 0x1C, 2, 0, 0));
        module.Metadata.AddMemberReference(array, module.Metadata.GetOrAddString("Set"), module.Blob(0, 0, 1));
        var runtime = MetadataTokens.AssemblyReferenceHandle(1);
        var list = module.Metadata.AddTypeReference(runtime, module.Metadata.GetOrAddString("System.Collections.Generic"), module.Metadata.GetOrAddString("List`1"));
        module.Metadata.AddMemberReference(list, module.Metadata.GetOrAddString(".ctor"), module.Blob(0, 0, 1));

        var filled = Ask(module);

        Assert.Equal(("Shop.Cache.Load", "1 method that may use it could not be read."), (Assert.Single(filled!.Methods), filled.Unknown));
    }

    [Fact]
    public void A_reference_that_cannot_be_read_takes_no_other_one_with_it()
    {
        var module = new SketchedModule().WithLoad();
        module.Metadata.AddMemberReference(MetadataTokens.TypeReferenceHandle(0xFFFF), module.Metadata.GetOrAddString("Items"), module.Blob(0x06, 0x1C));

        var filled = Ask(module);

        Assert.Equal(("Shop.Cache.Load", "Not all of Shop could be read."), (Assert.Single(filled!.Methods), filled.Unknown));
    }

    [Fact]
    public void Many_variables_times_many_branches_are_not_followed()
    {
        const int Targets = 20_000;
        byte[] locals = [0x07, 0xC0, 0, 0xFF, 0xFF, .. Enumerable.Repeat((byte)0x1C, 0xFFFF)];
        byte[] code = [.. LoadsItems, 0x26, 0x16, 0x45, .. BitConverter.GetBytes(Targets), .. Enumerable.Range(0, Targets).SelectMany(BitConverter.GetBytes), .. Enumerable.Repeat((byte)0, Targets), 0x2A];

        var filled = Ask(new SketchedModule().WithLoad().With("Wide", code, locals));

        Assert.Equal(("Shop.Cache.Load", "1 method that may use it could not be read."), (Assert.Single(filled!.Methods), filled.Unknown));
    }

    [Fact]
    public void A_search_is_ended_within_a_method()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var budget = new ScanBudget(100_000, cancelled.Token);
        Assert.True(budget.Take());
        Assert.Throws<OperationCanceledException>(() => budget.Take(5_000));
        Assert.False(new ScanBudget(100, CancellationToken.None).Take(100));
    }

    [Fact]
    public void An_empty_file_where_an_assembly_was_is_none()
    {
        var path = Path.GetTempFileName();
        try
        {
            Assert.Null(ModuleBytes.OfFile(path, Guid.NewGuid(), out var whyNot));
            Assert.Equal($"is not in the dump, and '{path}' can't be read", whyNot);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static FilledIn? Ask(SketchedModule module)
    {
        var code = module.Build();
        return FillSearch.For(new ProgramCode([code]), new SoughtField(code, MetadataTokens.FieldDefinitionHandle(1), null, IsLinked: false), TestContext.Current.CancellationToken);
    }
}
