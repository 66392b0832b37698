using HeapGraph.Core.Graph.Names;
using Xunit;

namespace HeapGraph.Core.Tests.Graph;

/// <summary>The compiler's own names, as Roslyn makes them, in the words of the source.</summary>
public sealed class GeneratedNameTests
{
    [Theory]
    [InlineData("_items", "_items")]
    [InlineData("<Total>k__BackingField", "Total")]
    [InlineData("<Shop.IOrder.Total>k__BackingField", "Shop.IOrder.Total")]
    [InlineData("<logger>P", "logger")]
    [InlineData("<Name>i__Field", "Name")]
    [InlineData("<cart>5__2", "cart")]
    [InlineData("<>3__start", "start")]
    [InlineData("<>4__this", "this")]
    [InlineData("<>2__current", "current")]
    [InlineData("<>t__builder", "builder")]
    [InlineData("<>u__1", "awaiter")]
    [InlineData("<>8__1", "scope")]
    [InlineData("CS$<>8__locals1", "scope")]
    [InlineData("<>7__wrap1", "<>7__wrap1")]
    [InlineData("<>1__state", "<>1__state")]
    [InlineData("Sku@", "Sku")]
    [InlineData("orders@18", "orders")]
    [InlineData("@event", "@event")]
    [InlineData("a@b", "a@b")]
    [InlineData("<", "<")]
    [InlineData("<>", "<>")]
    [InlineData(null, "?")]
    public void A_field_has_its_name_in_the_source(string? field, string expected) => Assert.Equal(expected, FieldName.InSource(field));

    [Theory]
    [InlineData("Shop.Cache", "<Items>k__BackingField", "Shop.Cache.Items")]
    [InlineData("<StartupCode$Shop>.$Shop.Program", "orders@18", "Shop.Program.orders")]
    [InlineData("<StartupCode$Shop>", "init", "<StartupCode$Shop>.init")]
    public void A_static_field_has_the_name_of_its_type_or_module(string type, string field, string expected) => Assert.Equal(expected, FieldName.OfStatic(type, field));

    [Theory]
    [InlineData("Save", "Save")]
    [InlineData("<Main>$", "Main")]
    [InlineData("<Make>b__0", "lambda in Make")]
    [InlineData("<Make>b__3_1", "lambda in Make")]
    [InlineData("<Make>g__Local|0_0", "Local")]
    [InlineData("<<Main>$>g__Hold|0_0", "Hold")]
    [InlineData("<<Main>$>b__0_0", "lambda in Main")]
    [InlineData("<Shop.IFoo<int>.Bar>b__0", "lambda in Shop.IFoo<int>.Bar")]
    [InlineData("<", "<")]
    [InlineData("<>", "<>")]
    [InlineData("<Make>", "<Make>")]
    public void A_method_has_its_name_in_the_source(string method, string expected) => Assert.Equal(expected, GeneratedName.MethodInSource(method));

    [Theory]
    [InlineData("Shop.Service", "Save", "Shop.Service.Save")]
    [InlineData("Program", "<Main>$", "Program.Main")]
    [InlineData("Program", "<<Main>$>g__Hold|0_0", "Program.Hold")]
    [InlineData("Shop.Service+<>c__DisplayClass0_0", "<Save>b__0", "lambda in Shop.Service.Save")]
    [InlineData("Shop.Service+<LoadAsync>d__3", "MoveNext", "Shop.Service.LoadAsync")]
    [InlineData("Shop.Service+<>c+<<Make>b__0_0>d", "MoveNext", "lambda in Shop.Service.Make")]
    [InlineData("Shop.Service+<LoadAsync>d__3", "Dispose", "Shop.Service.Dispose")]
    [InlineData("Shop.Reader", "MoveNext", "Shop.Reader.MoveNext")]
    [InlineData("Shop.Box`1+<>c__0`1[[System.__Canon, System.Private.CoreLib],[System.__Canon, System.Private.CoreLib]]", "<Go>b__0_0", "lambda in Shop.Box.Go")]
    [InlineData("Shop.Base`1+<Run>d__1[[System.__Canon, System.Private.CoreLib]]", "MoveNext", "Shop.Base.Run")]
    [InlineData("Shop.Box", "Go[[System.Int32, System.Private.CoreLib]]", "Shop.Box.Go")]
    [InlineData("Shop.Box+<-cctor>d__3", "MoveNext", "Shop.Box..cctor")]
    [InlineData(null, "Save", "?.Save")]
    public void A_frame_has_the_name_of_its_method_in_the_source(string? type, string method, string expected) =>
        Assert.Equal(expected, GeneratedName.FrameInSource(type, method));

    [Theory]
    [InlineData("Shop.Service+<LoadAsync>d__3", "Service.LoadAsync")]
    [InlineData("Shop.Service+<LoadAsync>d__3<System.__Canon>", "Service.LoadAsync")]
    [InlineData("Shop.Service<Shop.A+B>+<LoadAsync>d__3", "Service<A.B>.LoadAsync")]
    [InlineData("Shop.Service+<<Make>b__0_0>d", "lambda in Service.Make")]
    [InlineData("Shop.Service+<>c+<<Make>b__0_0>d", "lambda in Service.Make")]
    [InlineData("Program+<<<Main>$>g__Load|0_1>d", "Program.Load")]
    [InlineData("Shop.Service+<>c__DisplayClass0_0", null)]
    [InlineData("Shop.Service+<>c", null)]
    [InlineData("Shop.Service", null)]
    [InlineData("System.Collections.Generic.List<Shop.Service+<LoadAsync>d__3>", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_state_machine_tells_its_method(string? type, string? expected) => Assert.Equal(expected, GeneratedName.StateMachineInSource(type));

    [Fact]
    public void A_name_of_a_damaged_dump_is_read_in_no_time_however_deep_it_goes()
    {
        var deep = $"{new string('<', 100_000)}M{string.Concat(Enumerable.Repeat(">b__0", 100_000))}";
        Assert.StartsWith("lambda in lambda in ", GeneratedName.MethodInSource(deep, "Shop."), StringComparison.Ordinal);
        Assert.Equal("A", GeneratedName.TypeInSource($"A{string.Concat(Enumerable.Repeat("+<>c", 100_000))}"));
        Assert.Equal("A.", GeneratedName.TypeInSource("A+"));
    }

    [Theory]
    [InlineData("Shop.Cart.Add(Shop.Order)", "Add")]
    [InlineData("Shop.Cart..ctor()", ".ctor")]
    [InlineData("Shop.Cart`1[[System.__Canon, System.Private.CoreLib]].Add(System.__Canon)", "Add")]
    [InlineData("Shop.Cart.Add[[System.Int32, System.Private.CoreLib]](Int32)", "Add")]
    [InlineData("Shop.Cart`1+<>c[[System.__Canon, System.Private.CoreLib]].<.cctor>b__9_0(System.Func`2<Int32,Int32>)", "<.cctor>b__9_0")]
    [InlineData("Shop.Cart.<Shop.IFoo.Bar>b__0()", "<Shop.IFoo.Bar>b__0")]
    [InlineData("Program.<<Main>$>g__Hold|0_0()", "<<Main>$>g__Hold|0_0")]
    [InlineData("", "")]
    public void A_method_s_name_is_found_in_its_signature(string signature, string expected) => Assert.Equal(expected, GeneratedName.MethodInSignature(signature));

    [Theory]
    [InlineData("System.Collections.Generic.Dictionary<System.String, Shop.Order[]>+Entry", "System.Collections.Generic.Dictionary+Entry")]
    [InlineData("System.Collections.Generic.Dictionary`2+Entry[[System.String],[System.Int32]]", "System.Collections.Generic.Dictionary+Entry")]
    [InlineData("System.Collections.Immutable.SortedInt32KeyNode<A<B>>", "System.Collections.Immutable.SortedInt32KeyNode")]
    [InlineData("System.Int32", "System.Int32")]
    [InlineData(null, "")]
    public void A_definition_is_a_type_without_its_arguments(string? type, string expected) => Assert.Equal(expected, DefinitionName.Of(type));
}
