using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>Services that should be few, contexts that should be gone, and entries that hang on their keys.</summary>
public sealed class ServiceInspectionTests
{
    [Theory]
    [InlineData("System.Net.Http.HttpClient")]
    [InlineData("Microsoft.EntityFrameworkCore.DbContext")]
    [InlineData("Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope")]
    [InlineData("System.Diagnostics.Metrics.Meter")]
    [InlineData("Microsoft.Extensions.Logging.LoggerExternalScopeProvider.Scope")]
    public void A_hundred_of_what_should_be_few_are_found_and_99_are_not(string type)
    {
        string Sketch(int count) => $"static Shop.Services.Made -> {type}[] -> {type}#1..{count}";

        SketchTriage.Holds(Sketch(100), 100, 100 * 24, $"{type}[]", type);
        Assert.Empty(SketchTriage.FindingsOf(Sketch(99)));
    }

    [Fact]
    public void What_belongs_to_one_of_them_is_no_finding_of_its_own() => SketchTriage.Holds(
        "static Shop.Services.Made -> System.Net.Http.HttpClient[]\n" + string.Join('\n', Enumerable.Range(1, 100).Select(number =>
            $"System.Net.Http.HttpClient[] -> System.Net.Http.HttpClient#{number} -> System.Net.Http.HttpMessageHandler#{number}")),
        100, 100 * 48, "System.Net.Http.HttpClient[]");

    [Fact]
    public void A_context_that_was_told_to_unload_is_found_with_who_holds_it()
    {
        SketchTriage.Holds(
            $"{Plugin}\nhandle -> System.Runtime.Loader.AssemblyLoadContext\nSystem.Runtime.Loader.AssemblyLoadContext: set _state",
            1, 24, "System.Collections.Generic.List<object>");
        Assert.Empty(SketchTriage.FindingsOf($"{Plugin}\nhandle -> System.Runtime.Loader.AssemblyLoadContext\nSystem.Runtime.Loader.AssemblyLoadContext: set _state, number 0"));
    }

    [Fact]
    public void Contexts_that_one_place_holds_by_objects_of_different_types_are_one_finding() => SketchTriage.Holds(
        Unloading(2, number => $"static Shop.Host.Plugins -> System.Collections.Generic.List<object> -> Extension{number} -- (LoaderAllocator) --> System.Reflection.LoaderAllocator#{number}"),
        2, 2 * 24, "System.Collections.Generic.List<object>");

    [Fact]
    public void Contexts_whose_handlers_an_event_holds_are_named_by_the_event() => SketchTriage.Holds(
        Unloading(3, number => $"static Shop.Host.Ticked -> Shop.Ticked -- _invocationList --> object[] -- [{number}] --> Shop.Ticked#{number} -- _methodBase --> System.Reflection.LoaderAllocator#{number}"),
        3, 3 * 24, "Shop.Ticked");

    [Fact]
    public void A_place_that_holds_more_than_all_that_are_in_use_is_not_ranked_down()
    {
        const string Used = "\nstatic Shop.Host.Used -> Extension -- (LoaderAllocator) --> System.Reflection.LoaderAllocator#9";
        var findings = SketchTriage.Reads(Unloading(
            3, number => $"static Shop.Host.Plugins -> System.Collections.Generic.List<object> -> Extension{number} -- (LoaderAllocator) --> System.Reflection.LoaderAllocator#{number}") + Used);
        Assert.Equal([LeakSeverity.Medium, LeakSeverity.Low], findings.Select(finding => finding.Severity));
    }

    private static string Unloading(int count, Func<int, string> holds) => string.Join('\n', Enumerable.Range(1, count).Select(number =>
        $"{holds(number)}\nhandle -> System.Runtime.Loader.AssemblyLoadContext#{number}\nSystem.Runtime.Loader.AssemblyLoadContext#{number}: set _state")) + "\nShop.Ticked: delegate";

    [Fact]
    public void A_hundred_entries_whose_keys_live_are_found_and_99_are_not()
    {
        SketchTriage.Holds(Tags(100), 100, 100 * 24, "Tagged");
        Assert.Empty(SketchTriage.FindingsOf(Tags(99)));
    }

    private const string Plugin =
        "static Shop.Host.Plugins -> System.Collections.Generic.List<object> -> Extension -- (LoaderAllocator) --> System.Reflection.LoaderAllocator";

    private static string Tags(int count) => "static Shop.Tags.Keys -> Tagged[]\n" + string.Join('\n', Enumerable.Range(1, count).Select(number =>
        $"Tagged[] -> Tagged#{number} -- (dependent handle) --> Tag#{number}"));
}
