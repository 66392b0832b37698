using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Details.Collections;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>Names of references and values of objects, looked up in the dump when a picture asks for them.</summary>
internal sealed class ObjectDetails : IObjectDetails
{
    private readonly ClrRuntime _runtime;
    private readonly MemoryImage _image;
    private readonly ObjectGraphSource _objects;
    private readonly DependentLabels _dependents;
    private readonly IReadOnlyDictionary<ulong, RootName> _staticNames;
    private readonly DetailOptions _options;
    private readonly LeftOut _leftOut;
    private readonly ArrowNames _arrows;
    private readonly ArrowNames _plainArrows;
    private readonly NodePlaces _nodes;
    private readonly WeakTargets _weak;
    private readonly ObjectValues _values;
    private readonly FieldValues _insides;
    private readonly Lock _lock = new();

    public ObjectDetails(
        WalkedDump dump, ObjectGraph graph, ObjectGraphSource objects, RootReader roots, DetailOptions options)
    {
        (_runtime, _image, _objects, _staticNames) = (dump.Runtime, dump.Image, objects, roots.CollectibleStatics);
        (_options, _leftOut) = (options, dump.LeftOut);
        var fields = new FieldReader(_runtime, _image);
        var texts = new ValueText(_image);
        var (code, known) = (new CodeMethods(_runtime), new KnownObjects(_runtime, graph, fields, texts));
        var (methods, suspended) = (new DelegateMethods(_image, fields, code), new SuspendedMethods(_image, fields, code));
        var (slots, keys, pairs) = (new SlotNames(_image), new CollectionKeys(fields, texts, known), new PairedArrays(_runtime, graph, fields));
        _dependents = new DependentLabels(roots.DependentEntries, keys, options);
        var places = new ElementPlaces(_runtime, graph, fields);
        _nodes = new NodePlaces(_runtime, _image, fields);
        _arrows = new ArrowNames(slots, keys, pairs, places, _nodes, fields, methods, suspended, options);
        _plainArrows = new ArrowNames(slots, keys, pairs, places, _nodes, fields, methods, suspended, options with { PlainNames = true });
        _insides = new FieldValues(_runtime, _image, graph.Addresses, texts, options);
        _weak = new WeakTargets(_runtime, _image, graph, fields, roots.Handles);
        _values = new ObjectValues(_runtime, fields, texts, new ElementCounts(_image, fields), methods, suspended, known);
    }

    public IReadOnlyList<SlotLabel> LabelsOf(int from, int to) => LabelsOf(from, to, _arrows);

    public IReadOnlyList<SlotLabel> PlainLabelsOf(int from, int to) => LabelsOf(from, to, _plainArrows);

    public string? ValueOf(int objectIndex) => _options.HidesValues ? null : OrNothing(objectIndex, () => _values.Of(_objects.AddressOf(objectIndex)));

    public int? PlaceIn(int collection, int node) => OrNothing(collection, () =>
        _runtime.Heap.GetObject(_objects.AddressOf(collection)) is { Type: not null } found ? _nodes.Of(found, _objects.AddressOf(node)) : null);

    public IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => OrNothing(objectIndex, () => _weak.Of(objectIndex)) ?? [];

    public IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => OrNothing(objectIndex, () => _weak.To(objectIndex)) ?? [];

    public ObjectInside? InsideOf(int objectIndex, int maxElements) => OrNothing(objectIndex, () => _insides.Of(_objects.AddressOf(objectIndex), maxElements));

    private IReadOnlyList<SlotLabel> LabelsOf(int from, int to, ArrowNames arrows) => OrNothing(from, () => Labels(from, to, arrows)) ?? [];

    private T? OrNothing<T>(int objectIndex, Func<T?> read)
    {
        lock (_lock)
        {
            try
            {
                return DacCall.OfType(_objects.FactsOf(objectIndex).Address, _image, _leftOut, read);
            }
            catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
            {
                return default;
            }
        }
    }

    private List<SlotLabel> Labels(int from, int to, ArrowNames arrows)
    {
        var labels = new List<SlotLabel>();
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

        labels.AddRange(_dependents.Of(from, to, isPlain: arrows == _plainArrows));
        if (facts.LoaderAllocator == target)
        {
            labels.Add(new SlotLabel(SlotKind.LoaderAllocator, ""));
        }

        return labels;
    }

    private SlotLabel? NameOf(ClrObject source, ClrType type, ulong slot, ArrowNames arrows) =>
        _staticNames.TryGetValue(slot, out var name) ? new SlotLabel(name.Thread is null ? SlotKind.Static : SlotKind.ThreadStatic, name.Text) : arrows.Of(source, type, slot);
}
