using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>In whose words arrows and objects are described.</summary>
[NotQuick]
public sealed class DetailTests : IDisposable
{
    private static readonly string Dump = LeakTargetDumps.Heap("ArrowKinds");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("backrefs", "ByString", """["order-17"] of """, "[0].value of ")]
    [InlineData("chain", "ByString", """["order-17"] = """, "[0].value = ")]
    [InlineData("chain", "ByAsyncLocal", "LoadAsync: cart = ", ".StateMachine.<cart>5__2 = ")]
    [InlineData("chain", "ByCapture", "captured cart = ", ".cart = ")]
    [InlineData("chain", "ByInstanceMethod", "└ -> OnPriceChanged = ", "._target = ")]
    public void Raw_shows_the_plain_fields_instead_of_the_source_s_words(string command, string type, string friendly, string plain)
    {
        var (words, fields) = (Output(command, Dump, "--type", type), Output(command, Dump, "--type", type, "--raw"));
        Assert.Contains(friendly, words, StringComparison.Ordinal);
        Assert.DoesNotContain(plain, words, StringComparison.Ordinal);
        Assert.Contains(plain, fields, StringComparison.Ordinal);
        Assert.DoesNotContain(friendly, fields, StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_shows_the_plain_fields_of_what_an_object_refers_to()
    {
        Assert.Contains("Name = ByProperty", Output("refs", Dump, "--type", "Kinds", "--short", "--too-many", "40"), StringComparison.Ordinal);
        Assert.Contains("<Name>k__BackingField = ByProperty", Output("refs", Dump, "--type", "Kinds", "--short", "--too-many", "40", "--raw"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backrefs")]
    [InlineData("chain")]
    public void No_values_hides_keys_too(string command)
    {
        Assert.Contains("order-17", Output(command, Dump, "--type", "ByString"), StringComparison.Ordinal);
        foreach (var format in (string[])["table", "json", "csv", "markdown"])
        {
            var hidden = Output(command, Dump, "--type", "ByString", "--no-values", "--format", format);
            Assert.DoesNotContain("order-17", hidden, StringComparison.Ordinal);
            Assert.DoesNotContain("Count = ", hidden, StringComparison.Ordinal);
        }

        Assert.Equal("", Output(command, Dump, "--type", "ByString", "--no-values", "-o", _folder.At("hidden.dot")));
        Assert.DoesNotContain("order-17", File.ReadAllText(_folder.At("hidden.dot")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_values_hides_those_of_a_list_of_objects_and_of_references()
    {
        Assert.Contains("forty characters", Output("objects", Dump, "--type", "string", "--limit", "0"), StringComparison.Ordinal);
        Assert.DoesNotContain("forty characters", Output("objects", Dump, "--type", "string", "--limit", "0", "--no-values"), StringComparison.Ordinal);
        Assert.Contains("Length = ", Output("refs", Dump, "--type", "Kinds"), StringComparison.Ordinal);
        Assert.DoesNotContain("Length = ", Output("refs", Dump, "--type", "Kinds", "--no-values"), StringComparison.Ordinal);
        var objects = JsonElement.Parse(Output("objects", Dump, "--type", "string", "--no-values", "--format", "json")).GetProperty("objects");
        Assert.All(objects.EnumerateArray(), row => Assert.True(!row.TryGetProperty("value", out var value) || value.ValueKind == JsonValueKind.Null));
    }

    private static string Output(params string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
