using HeapGraph.Core.Analysis.Collections;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Flow;

namespace HeapGraph.Core.Inspections;

/// <summary>A heap as inspections see it: one dominator tree, one search for chains and one for equal contents, shared by all
/// of them.</summary>
/// <remarks>For one thread.</remarks>
/// <param name="snapshot">The heap.</param>
/// <param name="tree">Its dominator tree.</param>
/// <param name="comparing">A search for equal contents among all objects; null when nobody asks for them.</param>
/// <param name="cancellation">Ends the inspections.</param>
internal sealed class InspectedHeap(HeapSnapshot snapshot, DominatorTree tree, IEqualSearch? comparing, CancellationToken cancellation) : IDisposable
{
    // Of a longer chain the steps in the middle stay without names: there may be a million of them.
    private const int DescribedSteps = 64;

    private readonly IObjectDetails _details = new PlainDetails(snapshot.Details);
    private Task<EqualContents>? _comparing;
    private Task<ObjectsByType>? _sorting;

    private Task<EqualContents> Comparing => _comparing ??= Task.Run(() => comparing!.Among(tree.Reachable.Contains), cancellation);

    private Task<ObjectsByType> Sorting => _sorting ??= Task.Run(() => new ObjectsByType(Graph, tree), cancellation);

    private ObjectsByType ByType => Sorting.GetAwaiter().GetResult();

    private ChainFinder Chains => field ??= ChainFinder.For(Graph);

    public ObjectGraph Graph { get; } = snapshot.Graph;

    public DominatorTree Tree => tree;

    /// <summary>What stands in objects; null when the target does not hold it.</summary>
    public IObjectContents? Contents => snapshot.Contents;

    public LeakThresholds Thresholds { get; } = new(tree.ReachableCount, tree.ReachableBytes);

    public CancellationToken Cancellation => cancellation;

    /// <summary>Which namespaces are the program's own.</summary>
    public OwnNamespaces Own { get; init; } = OwnNamespaces.Unsaid;

    /// <summary>The reachable strings and byte arrays with equal contents. Waits for them.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EqualContents Equal => Comparing.GetAwaiter().GetResult();

    /// <summary>What single fields of objects refer to; each is looked up once for a type.</summary>
    public FieldTargets Targets => field ??= new FieldTargets(Graph, Contents);

    /// <summary>The values of AsyncLocals that nothing but contexts hold. Found when first asked for.</summary>
    public FlowingValues Flowing => field ??= new FlowingValues(Graph, tree, ObjectsOf(type => type.IsContext));

    /// <summary>What the values of AsyncLocals take that some objects have captured with their contexts, and that nothing else holds.</summary>
    public long FlowingBytesOf(IEnumerable<int> captors) => RetainedBytesOf(FlowingIn(captors));

    /// <summary>One of some objects where most of what they keep alive is such values: then that is what is wrong with them. None elsewhere.</summary>
    /// <param name="captors">Timers, registrations, calls of async methods.</param>
    /// <param name="bytes">What they retain.</param>
    public int[] OneIfMostFlows(IReadOnlyList<int> captors, long bytes) =>
        FlowingIn(captors) is { Length: > 0 } flowing && RetainedBytesOf(flowing) * 2 > Math.Max(bytes, RetainedBytesOf([.. captors, .. flowing])) ? [captors[captors.Count / 2]] : [];

    private int[] FlowingIn(IEnumerable<int> captors) =>
        [.. captors.SelectMany(Flowing.ContextsOf).Distinct().SelectMany(context => Flowing.ValuesByContext[context].Prepend(context)).Distinct()];

    /// <summary>Compares contents and sorts objects by type on the cores that are free, before they are asked for.</summary>
    public void Begin() => _ = (comparing is null ? null : Comparing, Sorting);

    /// <summary>Names of the slots of one object that refer to another.</summary>
    public IReadOnlyList<SlotLabel> LabelsOf(int from, int to) => _details.LabelsOf(from, to);

    /// <summary>The same by the source's words: keys, methods, variables.</summary>
    public IReadOnlyList<SlotLabel> NamesOf(int from, int to) => snapshot.Details.LabelsOf(from, to);

    /// <summary>The value of one object in a few words.</summary>
    public string? ValueOf(int objectIndex) => _details.ValueOf(objectIndex);

    /// <summary>Whom a callback works for in words: see <see cref="Callbacks"/>; of a static method its name.</summary>
    public string CalledBy(int owner) => Graph.TypeOf(owner) is var type && type.IsDelegate && ValueOf(owner) is { Length: > 0 } method ? method : Callbacks.WordsOf(type);

    /// <summary>"12.3 % of the heap": of the reachable bytes.</summary>
    public string ShareOf(long bytes) => $"{PercentOf(bytes):0.0} % of the heap";

    public double PercentOf(long bytes) => tree.ReachableBytes == 0 ? 0 : 100.0 * bytes / tree.ReachableBytes;

    /// <summary>The reachable objects of a type, ascending.</summary>
    public ReadOnlySpan<int> ObjectsOf(int typeIndex) => ByType[typeIndex];

    /// <summary>The reachable objects of a type that match, ascending.</summary>
    public List<int> ObjectsOf(int typeIndex, Func<int, bool> isWanted)
    {
        var wanted = new List<int>();
        foreach (var index in ByType[typeIndex])
        {
            if (isWanted(index))
            {
                wanted.Add(index);
            }
        }

        return wanted;
    }

    /// <summary>The reachable objects of all types that match, ascending within a type.</summary>
    public IEnumerable<int> ObjectsOf(Func<HeapType, bool> isWanted) =>
        Enumerable.Range(0, Graph.Types.Count).Where(type => isWanted(Graph.Types[type])).SelectMany(type => ByType[type].ToArray());

    /// <summary>The types of which there are so many reachable objects.</summary>
    public IEnumerable<int> TypesWith(int leastObjects) =>
        Enumerable.Range(0, Graph.Types.Count).Where(type => ByType[type].Length >= leastObjects);

    /// <summary>Of some types those that have one of some fields with a number, and the first of these that they have.</summary>
    /// <param name="types">Types with reachable objects.</param>
    /// <param name="names">As the metadata has them.</param>
    public IEnumerable<(int Type, NumberField Field)> TypesWithField(IEnumerable<int> types, string[] names) =>
        from type in types
        let field = Contents?.FieldOf(ObjectsOf(type)[0], names)
        where field is not null
        select (type, field.Value);

    /// <summary>What dominates some objects, each once.</summary>
    public IEnumerable<int> HoldersOf(IEnumerable<int> objects) => objects.Select(tree.DominatorOf).Where(holder => holder >= 0).Distinct();

    /// <summary>Whether an object would go with another one, a few steps above it in the dominator tree.</summary>
    public bool IsKeptBy(int objectIndex, int holder) => tree.IsKeptBy(objectIndex, holder);

    /// <summary>How sure it is that whoever is called has no other use, where a callback alone may keep it: most of them are held by one of .NET's objects, such as a delegate, and nothing
    /// else.</summary>
    public (LeakCertainty Certainty, string Because) SurenessOfCalled(IReadOnlyCollection<int> called) =>
        called.Count(index => tree.DominatorOf(index) is >= 0 and var holder && FrameworkNames.Owns(Graph.TypeOf(holder)) && !FrameworkNames.IsCollection(Graph.TypeOf(holder))) * 2 > called.Count
            ? OnlyThese : InUse;

    /// <summary>How sure it is that objects are forgotten that mostly one sort of reference alone keeps.</summary>
    public static (LeakCertainty Certainty, string Because) OnlyThese { get; } = (LeakCertainty.Likely, "nothing else keeps most of them");

    /// <summary>The same where most of them are kept otherwise too.</summary>
    public static (LeakCertainty Certainty, string Because) InUse { get; } = (LeakCertainty.Possible, "other references keep most of them too: they may be in use");

    /// <summary>Some objects and what dominates them.</summary>
    public int[] WithHolders(IReadOnlyCollection<int> objects) => [.. objects, .. HoldersOf(objects)];

    /// <summary>Objects by the type of what dominates them, those under one type together.</summary>
    public IEnumerable<int[]> ByHolder(IEnumerable<int> objects) => objects
        .GroupBy(index => (Graph.TypeIndexOf(index), tree.DominatorOf(index) is >= 0 and var holder ? Graph.TypeIndexOf(holder) : DominatorTree.VirtualRoot))
        .Select(group => group.ToArray());

    /// <summary>The reference to the collections that the object among some stands in that retains most. Null without a chain.</summary>
    public SuspectReference? PlaceOf(IEnumerable<int> objects) => ReferenceTo(objects.MaxBy(tree.RetainedBytesOf))?.Collection;

    /// <summary>The program's own reference to the object among some that retains most. Null without a chain.</summary>
    public SuspectReference? KeeperOf(IEnumerable<int> objects) => ReferenceTo(objects.MaxBy(tree.RetainedBytesOf))?.Keeper;

    /// <summary>The last reference of the shortest chain to an object. Null without a chain.</summary>
    public SuspectReference? ReferenceTo(int objectIndex) => ChainTo(objectIndex) is { } chain ? new(chain, chain.Steps.Count - 1) : null;

    /// <summary>The shortest chain to an object, with names. Where others than its dominators stand on the chain, the first call
    /// costs a search of the heap.</summary>
    public ReferenceChain? ChainTo(int objectIndex) => Chains.FindChainToRoot(objectIndex, tree, cancellation)?.DescribedBy(_details, DescribedSteps);

    /// <summary>The reference to one object on the chain to another, or where that leads elsewhere, on the chain to itself. Null
    /// without a chain.</summary>
    public SuspectReference? ReferenceThrough(int through, int objectIndex)
    {
        foreach (var end in (int[])[objectIndex, through])
        {
            if (ChainTo(end) is { } chain && StepOf(chain, through) is >= 0 and var step)
            {
                return new SuspectReference(chain, step);
            }
        }

        return null;
    }

    /// <summary>A finding for people's eyes: its chain by keys, methods and the source's words, without the inner nodes of
    /// collections. The suspect step stays, and so does a chain that is too long to be named whole.</summary>
    public LeakFinding ForReaders(LeakFinding finding)
    {
        if (finding.Chain is not { } chain)
        {
            return finding;
        }

        var inside = new CollectionInsides(Graph, snapshot.Details).Along([.. chain.Steps.Select(step => step.ObjectIndex)]);
        var suspect = finding.SuspectStep >= 0 ? chain.Steps[finding.SuspectStep].ObjectIndex : -1;
        var across = inside.Count(within => within is null) > DescribedSteps ? chain
            : chain.AcrossCollections(Graph, snapshot.Details, inside, step => step.ObjectIndex == suspect);
        return finding with { Chain = across, SuspectStep = StepOf(across, suspect) };
    }

    /// <summary>Which methods name a field of an object in their code; null where that is not known.</summary>
    public IReadOnlyList<(string Type, string Method)>? MethodsNaming(int owner, string field, int held) => snapshot.Fillers?.NamedBy(owner, field, held);

    /// <summary>Who fills the field that a finding suspects; null where that is none.</summary>
    public FilledIn? FillersOf(LeakFinding finding) => finding is { Chain: { } chain, SuspectStep: >= 0 and var step } ? FillersOf(new SuspectReference(chain, step)) : null;

    /// <summary>Who fills the field that a reference is, and who takes out of it.</summary>
    public FilledIn? FillersOf(SuspectReference reference) => (snapshot.Fillers, reference) is not ({ } fillers, { Chain: var chain, Step: var step }) ? null
        : step == 0 ? chain.Root.IsNamedStatic ? fillers.OfStatic(chain.Root, cancellation) : null
        : chain.Steps[step].Via is [{ Kind: SlotKind.Field, IsElement: false, Name: { Length: > 0 } field }, ..] && !FrameworkNames.Owns(chain.Steps[step - 1].Type)
            ? fillers.OfField(chain.Steps[step - 1].ObjectIndex, field, chain.Steps[step].ObjectIndex, cancellation)
        : null;

    private static int StepOf(ReferenceChain chain, int objectIndex) =>
        chain.Steps.Index().FirstOrDefault(step => step.Item.ObjectIndex == objectIndex, (-1, null!)).Index;

    /// <summary>Waits until nobody reads the target any more.</summary>
    public void Dispose() => ((Task?)_comparing)?.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);

    /// <summary>What some objects retain together, counting those at the top of the dominator tree alone. O(their ancestors).</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="links">The type of nodes of a list that is linked through them, and would be joined again without them: what hangs
    /// behind the next node is not theirs. -1 for none.</param>
    public long RetainedBytesOf(IReadOnlyCollection<int> objects, int links = -1)
    {
        var members = objects.ToHashSet();
        var isBelowMember = new Dictionary<int, bool>();
        var path = new List<int>();
        return members.Where(member => IsLink(member) || !IsAtOrBelowMember(tree.DominatorOf(member))).Sum(OwnBytesOf);

        bool IsLink(int objectIndex) => Graph.TypeIndexOf(objectIndex) == links;

        long OwnBytesOf(int member)
        {
            var bytes = tree.RetainedBytesOf(member);
            foreach (var child in IsLink(member) ? tree.Children[member] : [])
            {
                bytes -= IsLink(child) ? tree.RetainedBytesOf(child) : 0;
            }

            return bytes;
        }

        bool IsAtOrBelowMember(int at)
        {
            path.Clear();
            var found = false;
            for (; at >= 0; at = tree.DominatorOf(at))
            {
                if (members.Contains(at) || IsLink(at) || isBelowMember.TryGetValue(at, out found))
                {
                    found |= members.Contains(at);
                    break;
                }

                path.Add(at);
            }

            foreach (var passed in path)
            {
                isBelowMember[passed] = found;
            }

            return found;
        }
    }
}
