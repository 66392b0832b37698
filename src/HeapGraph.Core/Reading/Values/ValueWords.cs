using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Values;

/// <summary>How values that paths lead to are written.</summary>
internal sealed class ValueWords(MemoryImage image, Lazy<ObjectWords> objects, DetailOptions options)
{
    private readonly ValueText _texts = new(image);

    /// <summary>Whether none may be.</summary>
    public bool HidesValues => options.HidesValues;

    /// <summary>A number, an enum's name, a date and the like. May ask the metadata.</summary>
    public string? Of(ValueShape shape, ulong place) => shape.Type is { } type ? _texts.OfStruct(type, place) : _texts.OfPrimitive(shape.Element, place);

    /// <summary>A string's beginning in quotes.</summary>
    public string OfText(ulong address, int maxLetters) => $"\"{StringText.Of(image, address, maxLetters)}\"";

    /// <summary>An object in a few words: its type, its address, and its value where it has one.</summary>
    public string OfObject(ulong address, ClrType? type)
    {
        var value = objects.Value.Graph.Addresses.IndexOf(address) is >= 0 and var index ? objects.Value.Details.ValueOf(index) : null;
        return $"{CSharpTypeName.ShortNameOf(type?.Name ?? "?")} {address:x}{(value is null ? "" : $", {value}")}";
    }
}

/// <summary>What tells an object in a few words.</summary>
/// <param name="Graph">Which number it has.</param>
/// <param name="Details">What stands in it.</param>
internal sealed record ObjectWords(ObjectGraph Graph, IObjectDetails Details);
