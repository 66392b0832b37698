using System.Text.RegularExpressions;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names.Frameworks;
using Xunit;

namespace HeapGraph.Core.Tests.Support;

/// <summary>An object graph written down as text, one chain of arrows per line.</summary>
/// <example><code>
/// static Shop.Cache.Items -> List                 a root: a kind as JSON spells it, or `thread`, `handle`; then its name
/// List -- _items --> Order[] -- [0] --> Order#1   arrows with labels; Order#1, Order#2: two objects of type Order
/// Order#1..40 -> Customer                         forty objects, each with its arrow
/// Order#1: 64 bytes, finalizable, value paid      facts: N bytes, length N, value TEXT (to the line's end), a generation and type traits
/// object[]: static storage                        the runtime keeps static fields in it
/// View#1: set _disposed, number 2                 a field with a number, 1 if nothing else is said
/// WeakReference#1: gone                           it has lost its target
/// process: 200 MB, 20 MB files                    what it has in memory
/// Ticked#1: delegate                              its type is one of delegates, as is every System.Action, …Callback and …EventHandler
/// </code></example>
/// <remarks>A name without # is one object, however often it is mentioned. Objects get their numbers in the order of
/// first mention; an object is 24 bytes if nothing else is said; addresses start at 0x1000. A line that starts with // says nothing.</remarks>
internal sealed partial class GraphSketch : IObjectDetails
{
    private readonly Dictionary<string, int> _indexByName = [];
    private readonly List<SketchedObject> _objects = [];
    private readonly List<HeapRoot> _roots = [];

    private readonly HeapProcess? _process;

    private GraphSketch(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            if (Process.Match(line) is { Success: true } process)
            {
                _process = new HeapProcess { ResidentBytes = long.Parse(process.Groups[1].Value) << 20, ResidentFileBytes = long.Parse(process.Groups[2].Value) << 20 };
            }
            else if (Facts.Match(line) is { Success: true } facts)
            {
                Describe(facts.Groups["name"].Value, facts.Groups["facts"].Value);
            }
            else
            {
                AddChain(line);
            }
        }

        Graph = Build();
    }

    /// <summary>The graph.</summary>
    public ObjectGraph Graph { get; }

    /// <summary>The number of an object by its name in the sketch: <c>sketch["Order#2"]</c>.</summary>
    public int this[string name] => _indexByName[name];

    /// <summary>The graph alone, where names of single objects, labels and values do not matter.</summary>
    public static ObjectGraph Parse(string text) => new GraphSketch(text).Graph;

    /// <summary>The whole sketch: the graph, the objects by name, and their labels and values.</summary>
    public static GraphSketch Read(string text) => new(text);

    /// <summary>A graph of numbered objects, each of a type of its own.</summary>
    public static ObjectGraph Of(int count, IEnumerable<(int From, int To)> references, IEnumerable<int> roots) => new GraphSketch(string.Join('\n', [
        .. Enumerable.Range(0, count).Select(index => $"T{index}"),
        .. references.Select(reference => $"T{reference.From} -> T{reference.To}"),
        .. roots.Select(root => $"handle -> T{root}")])).Graph;

    /// <summary>The sketch as if it had been read from a dump.</summary>
    public HeapSnapshot ToSnapshot(string target = "sketch.dmp") => new(target, Graph, this) { Contents = this, Fields = this };

    public IReadOnlyList<SlotLabel> LabelsOf(int from, int to) =>
        [.. _objects[from].References.Where(reference => reference.To == to && reference.Label != null).Select(reference => SketchedLabel.Of(reference.Label!))];

    public IReadOnlyList<SlotLabel> PlainLabelsOf(int from, int to) => LabelsOf(from, to);

    public int? PlaceIn(int collection, int node) => null;

    public IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => [];

    public IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => [];

    public ObjectInside? InsideOf(int objectIndex, int maxElements) => new(
        0x7f00, [.. _objects[objectIndex].References.Take(maxElements).Select(reference => new ObjectField(reference.Label ?? "?", "object", null, true, reference.To))],
        Math.Max(0, _objects[objectIndex].References.Count - maxElements));

    public string? ValueOf(int objectIndex) => _objects[objectIndex].Value;

    private void AddChain(string line)
    {
        var parts = Arrow.Split(line);   // names at even places, labels (or nothing) between them
        IReadOnlyList<int> referrers = [];
        for (var part = 0; part < parts.Length; part += 2)
        {
            if (part == 0 && Root.Match(parts[0]) is { Success: true } root)
            {
                AddRoots(root.Groups["kind"].Value, root.Groups["name"].Value, ObjectsNamed(parts[2]));
                continue;
            }

            var objects = ObjectsNamed(parts[part]);
            foreach (var referrer in referrers)
            {
                _objects[referrer].References.AddRange(objects.Select(to => (to, parts[part - 1] is "" ? null : parts[part - 1])));
            }

            referrers = objects;
        }
    }

    private void AddRoots(string kind, string name, IEnumerable<int> objects)
    {
        var rootKind = kind switch
        {
            "thread" => HeapRootKind.Stack,
            "handle" => HeapRootKind.StrongHandle,
            _ => Enum.Parse<HeapRootKind>(kind, ignoreCase: true),
        };
        foreach (var objectIndex in objects)
        {
            _roots.Add(SketchedRoot.Of(rootKind, objectIndex, name is "" ? null : name, 0x100 + 8 * (ulong)_roots.Count));
        }
    }

    private IReadOnlyList<int> ObjectsNamed(string name)
    {
        if (Range.Match(name) is not { Success: true } range)
        {
            return [ObjectNamed(name)];
        }

        var (first, last) = (int.Parse(range.Groups["first"].Value), int.Parse(range.Groups["last"].Value));
        return [.. Enumerable.Range(first, last - first + 1).Select(number => ObjectNamed($"{range.Groups["type"].Value}#{number}"))];
    }

    private int ObjectNamed(string name)
    {
        if (!_indexByName.TryGetValue(name, out var index))
        {
            index = _objects.Count;
            _indexByName.Add(name, index);
            var type = name.Split('#')[0];
            _objects.Add(new SketchedObject(type) { Traits = type.EndsWith(']') ? HeapTypeTraits.Array : HeapTypeTraits.None });
        }

        return index;
    }

    private void Describe(string name, string facts)
    {
        foreach (var sketched in ObjectsNamed(name).Select(index => _objects[index]))
        {
            var (before, value) = facts.IndexOf("value ", StringComparison.Ordinal) is >= 0 and var at
                ? (facts[..at], facts[(at + "value ".Length)..])
                : (facts, null);
            sketched.Value = value ?? sketched.Value;
            foreach (var fact in before.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                switch (fact.Split(' '))
                {
                    case [var number, "bytes"]:
                        sketched.Bytes = uint.Parse(number);
                        break;
                    case ["length", var number]:
                        sketched.Length = uint.Parse(number);
                        break;
                    case ["set", var field]:
                        sketched.Set.Add(field);
                        break;
                    case ["number", var wide]:
                        sketched.Number = long.Parse(wide);
                        break;
                    case ["delegate"]:
                        sketched.IsDelegate = true;
                        break;
                    case ["gone"]:
                        sketched.IsGone = true;
                        break;
                    case ["static", "storage"]:
                        sketched.IsStaticStorage = true;
                        break;
                    case [var word] when Enum.TryParse<HeapGeneration>(word, ignoreCase: true, out var generation):
                        sketched.Generation = generation;
                        break;
                    default:
                        sketched.Traits |= Enum.Parse<HeapTypeTraits>(fact, ignoreCase: true);
                        break;
                }
            }
        }
    }

    private ObjectGraph Build()
    {
        var types = _objects.GroupBy(sketched => sketched.Type).ToList();
        var addresses = new ulong[_objects.Count];
        var next = 0x1000UL;
        for (var index = 0; index < addresses.Length; index++)
        {
            addresses[index] = next;
            next += (_objects[index].Bytes + 7UL) & ~7UL;
        }

        var references = TableOf(_objects.Select(sketched => sketched.References.Select(reference => reference.To)));
        return new ObjectGraphBuilder(
            AddressTable.Of(addresses),
            [.. types.Select(type => new HeapType(type.Key, NamespacePart.Replace(type.Key, ""), "Sketch")
            {
                Traits = type.Aggregate(HeapTypeTraits.None, (traits, sketched) => traits | sketched.Traits),
                CollectionBase = type.Any(sketched => sketched.IsDelegate) || DelegateName.IsMatch(type.Key) ? FrameworkDelegate.Base : null,
            })],
            [.. _objects.Select(sketched => types.FindIndex(type => type.Key == sketched.Type))],
            [.. _objects.Select(sketched => new ObjectLayout(sketched.Bytes, 0))],
            [.. Enumerable.Range(0, _objects.Count)],
            [.. _objects.Select(sketched => sketched.Length)])
        {
            References = references,
            Slots = [.. _objects.SelectMany(sketched => sketched.References.Select(reference => SlotOf(reference.Label)))],
            Referrers = references.Reversed(),
            Roots = [.. _roots],
            StaticStorage = Enumerable.Range(0, _objects.Count).Where(index => _objects[index].IsStaticStorage).ToHashSet(),
            Generations = [.. _objects.Select((sketched, index) => new HeapStretch(new AddressRange(addresses[index], addresses[index] + sketched.Bytes), sketched.Generation))],
            Coverage = new HeapCoverage { BytesTotal = (long)next - 0x1000, BytesWalked = (long)next - 0x1000, Process = _process },
        }.Build();
    }

    // The same for the same label in every sketch.
    private static ushort SlotOf(string? label) =>
        label is null or ['[', ..] ? ReferenceSlot.Element : ReferenceSlot.OfField(8 * (1 + label.Aggregate(0, (sum, letter) => (sum * 31 + letter) % 50_000)));

    private static EdgeTable TableOf(IEnumerable<IEnumerable<int>> rows)
    {
        List<int> offsets = [0], targets = [];
        foreach (var row in rows)
        {
            targets.AddRange(row);
            offsets.Add(targets.Count);
        }

        return new EdgeTable([.. offsets], [.. targets]);
    }

    [GeneratedRegex(@"\s+(?:--\s+(.+?)\s+--|()-)>\s+")]
    private static partial Regex Arrow { get; }

    [GeneratedRegex(@"^process: (\d+) MB, (\d+) MB files$")]
    private static partial Regex Process { get; }

    [GeneratedRegex(@"^(?<name>[^:]+): (?<facts>.+)$")]
    private static partial Regex Facts { get; }

    [GeneratedRegex(@"^(?<type>.+)#(?<first>\d+)\.\.(?<last>\d+)$")]
    private static partial Regex Range { get; }

    [GeneratedRegex(@"^(?<kind>unknown|static|threadStatic|stack|thread|handle|strongHandle|pinnedHandle|asyncPinnedHandle|refCountedHandle|sizedRefHandle|dependentHandle|finalizerQueue|frozen)\b *(?<name>.*)$")]
    private static partial Regex Root { get; }

    [GeneratedRegex(@"^System\.(Action|Func)\b|(Callback|EventHandler)(<.*)?$")]
    private static partial Regex DelegateName { get; }

    [GeneratedRegex(@"\b(\w+\.)+(?=\w)")]
    private static partial Regex NamespacePart { get; }

    private sealed class SketchedObject(string type)
    {
        public string Type => type;
        public HeapTypeTraits Traits { get; set; }
        public uint Bytes { get; set; } = 24;
        public uint Length { get; set; }
        public bool IsStaticStorage { get; set; }
        public HeapGeneration Generation { get; set; } = HeapGeneration.Gen2;
        public string? Value { get; set; }
        public List<string> Set { get; } = [];
        public long Number { get; set; } = 1;
        public bool IsGone { get; set; }
        public bool IsDelegate { get; set; }
        public List<(int To, string? Label)> References { get; } = [];
    }
}

/// <summary>Objects by type, in a sketched graph.</summary>
internal static class GraphSketchObjects
{
    extension(ObjectGraph graph)
    {
        /// <summary>The one object of a type.</summary>
        public int Only(string typeName) => Assert.Single(graph.Every(typeName));

        /// <summary>All objects of a type, in the order of their numbers.</summary>
        public int[] Every(string typeName) =>
            [.. Enumerable.Range(0, graph.ObjectCount).Where(index => graph.TypeOf(index).Name == typeName)];
    }
}
