using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>Names of references and values of objects, looked up in the dump when a picture asks for them.</summary>
internal sealed class ObjectDetails : IObjectDetails
{
    private readonly ClrRuntime _runtime;
    private readonly MemoryImage _image;
    private readonly ObjectGraphSource _objects;
    private readonly ExtraReferences _dependents;
    private readonly IReadOnlyDictionary<ulong, string> _staticNames;
    private readonly DetailOptions _options;
    private readonly ArrowNames _arrows;
    private readonly ArrowNames _plainArrows;
    private readonly ObjectValues _values;
    private readonly FieldValues _insides;
    private readonly Lock _lock = new();

    public ObjectDetails(
        WalkedDump dump, ObjectGraph graph, ObjectGraphSource objects, ExtraReferences dependents, IReadOnlyDictionary<ulong, string> staticNames, DetailOptions options)
    {
        (_runtime, _image, _objects, _dependents, _staticNames, _options) = (dump.Runtime, dump.Image, objects, dependents, staticNames, options);
        var fields = new FieldReader(_runtime, _image);
        var texts = new ValueText(_image);
        var methods = new DelegateMethods(_runtime, _image, fields);
        var (slots, keys, pairs) = (new SlotNames(_image), new CollectionKeys(fields, texts), new PairedArrays(_runtime, graph, fields));
        var places = new ElementPlaces(_runtime, _image, graph, fields);
        _arrows = new ArrowNames(slots, keys, pairs, places, methods, options);
        _plainArrows = new ArrowNames(slots, keys, pairs, places, methods, options with { PlainNames = true });
        _insides = new FieldValues(_runtime, _image, graph.Addresses, texts, options);
        _values = new ObjectValues(_runtime, fields, texts, new ElementCounts(_image, fields), methods);
    }

    public IReadOnlyList<string> LabelsOf(int from, int to) => LabelsOf(from, to, _arrows);

    public IReadOnlyList<string> PlainLabelsOf(int from, int to) => LabelsOf(from, to, _plainArrows);

    private IReadOnlyList<string> LabelsOf(int from, int to, ArrowNames arrows)
    {
        lock (_lock)
        {
            try
            {
                return Labels(from, to, arrows);
            }
            catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
            {
                return [];
            }
        }
    }

    public string? ValueOf(int objectIndex)
    {
        if (_options.HidesValues)
        {
            return null;
        }

        lock (_lock)
        {
            try
            {
                return _values.Of(_objects.AddressOf(objectIndex));
            }
            catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
            {
                return null;
            }
        }
    }

    public ObjectInside? InsideOf(int objectIndex, int maxElements)
    {
        lock (_lock)
        {
            try
            {
                return _insides.Of(_objects.AddressOf(objectIndex), maxElements);
            }
            catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
            {
                return null;
            }
        }
    }

    private List<string> Labels(int from, int to, ArrowNames arrows)
    {
        var labels = new List<string>();
        var (address, target) = (_objects.AddressOf(from), _objects.AddressOf(to));
        if (_runtime.Heap.GetObject(address) is not { Type: { } type } source)
        {
            return labels;
        }

        var facts = _objects.FactsOf(from);
        var end = address + (ulong)facts.Layout.BytesOf((uint)_objects.LengthOf(from));
        if (facts.Series.Length > 0 || facts.ElementRuns.Length > 0)
        {
            for (var slot = address + 8; slot + 8 <= end; slot += 8)
            {
                if (_image.TryRead(slot, out ulong value) && value == target && NameOf(source, type, slot, arrows) is { } name)
                {
                    labels.Add(name);
                }
            }
        }

        labels.AddRange(_dependents[from].Where(value => value == to).Select(_ => "(dependent handle)"));
        if (facts.LoaderAllocator == target)
        {
            labels.Add("(LoaderAllocator)");
        }

        return labels;
    }

    private string? NameOf(ClrObject source, ClrType type, ulong slot, ArrowNames arrows) =>
        _staticNames.TryGetValue(slot, out var name) ? $"(static {name})" : arrows.Of(source, type, slot);
}
