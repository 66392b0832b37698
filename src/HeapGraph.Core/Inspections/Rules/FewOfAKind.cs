using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Core.Inspections.Rules;

/// <summary>Objects of ASP.NET Core and its neighbours of which a program needs few, or few at a time: many mean that they
/// are made anew where one would do, or never disposed of.</summary>
internal sealed class FewOfAKind : ILeakInspection
{
    public string Subject => "services of ASP.NET Core and the like that are made anew and never disposed of";

    private const int MaxHops = 4;
    private const string LogScopeCost = "A log scope that is not disposed of stays on its execution context, with all its state.";
    private const string LogScopeRemedy = "Dispose of what BeginScope returns (using).";

    private static readonly Kind[] Kinds =
    [
        new("System.Net.Http.HttpClient", "One for all requests is enough; each new one has its own connections.", "Keep one in a static field, or ask IHttpClientFactory for it."),
        new("System.Net.Http.HttpMessageHandler", "Each owns a pool of connections, with sockets and timers.", "Share one handler between all HttpClient objects, or use IHttpClientFactory."),
        new("Microsoft.EntityFrameworkCore.DbContext", "Each keeps every entity that it has loaded until it is disposed of.", "Use it for one unit of work (AddDbContext, await using), and never from a singleton or a static field."),
        new("Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope", "A scope keeps all scoped and disposable services that came from it.", "Dispose of every IServiceScope (using var scope = …), and resolve no disposable transient from the root provider.")
        {
            Word = "service scopes (IServiceScope)",
        },
        new("Microsoft.Extensions.DependencyInjection.ServiceProvider", "Each is a container of its own, with its own singletons.", "Call BuildServiceProvider once, and dispose of what it returns."),
        new("System.Diagnostics.Metrics.Meter", "A Meter stays known to every listener until it is disposed of.", "Keep one Meter for each library in a static field, or use IMeterFactory."),
        new("System.Diagnostics.Metrics.Instrument", "An instrument stays in its Meter, and in every listener, until the Meter is disposed of.", "Create each counter, gauge and histogram once, beside its Meter; what differs from call to call is a tag of the measurement.")
        {
            Least = 500,   // .NET and ASP.NET Core have some dozens of their own
        },
        new("System.Diagnostics.ActivitySource", "An ActivitySource stays known to every listener until it is disposed of.", "Keep one ActivitySource for each library in a static field."),
        new("Microsoft.Extensions.Logging.LoggerFactory", "Each has providers with files, threads and queues of their own.", "Make one LoggerFactory for the program, or inject ILogger<T>."),
        new("Microsoft.Extensions.Logging.LoggerFactory.DisposingLoggerFactory", "Each has a service container, and providers with files, threads and queues of their own.", "Call LoggerFactory.Create once for the program, or inject ILogger<T>.")
        {
            Word = "LoggerFactory",
        },
        new("Microsoft.Extensions.Logging.LoggerFactoryScopeProvider.Scope", LogScopeCost, LogScopeRemedy) { Word = "log scopes (ILogger.BeginScope)" },
        new("Microsoft.Extensions.Logging.LoggerExternalScopeProvider.Scope", LogScopeCost, LogScopeRemedy) { Word = "log scopes (ILogger.BeginScope)" },
        new("Microsoft.Extensions.Configuration.ConfigurationRoot", "Each watches its files and keeps all values.", "Build the configuration once."),
    ];

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var contents = heap.Contents;
        var found = heap.TypesWith(LeakThresholds.LeastObjects)
            .Where(type => !heap.Graph.Types[type].Traits.HasFlag(HeapTypeTraits.VariableSize))
            .Select(type => (Type: type, Kind: KindOf([heap.Graph.Types[type].Name, .. contents?.BaseTypesOf(heap.ObjectsOf(type)[0]) ?? []])))
            .Where(found => found.Kind is not null)
            .ToDictionary(found => found.Type, found => found.Kind!);
        return found.Select(one => (Kind: one.Value, Objects: OnTheirOwn(heap, one.Key, found)))
            .Where(one => one.Objects.Length >= one.Kind.Least)
            .Select(one => FindingOf(heap, one.Kind, one.Objects))
            .OfType<LeakFinding>()
            .Where(finding => heap.Thresholds.AreMany(finding.Objects, finding.RetainedBytes));
    }

    /// <summary>The objects of a type without those that belong to one of another kind, such as a handler to its HttpClient.
    /// A hundred in one owner are too many all the same.</summary>
    private static int[] OnTheirOwn(InspectedHeap heap, int type, Dictionary<int, Kind> found) => [..
        heap.ObjectsOf(type).ToArray().GroupBy(index => OwnerOf(heap, index, found))
            .Where(owned => owned.Key < 0 || owned.Count() >= LeakThresholds.LeastObjects)
            .SelectMany(owned => owned)];

    private static int OwnerOf(InspectedHeap heap, int objectIndex, Dictionary<int, Kind> found)
    {
        var own = heap.Graph.TypeIndexOf(objectIndex);
        for (var (at, hops) = (heap.Tree.DominatorOf(objectIndex), 0); at >= 0 && hops < MaxHops; at = heap.Tree.DominatorOf(at), hops++)
        {
            if (heap.Graph.TypeIndexOf(at) is var type && type != own && found.ContainsKey(type))
            {
                return at;
            }
        }

        return DominatorTree.VirtualRoot;
    }

    private static Kind? KindOf(string[] names) => Kinds.FirstOrDefault(kind => names.Contains(kind.Name));

    private static LeakFinding? FindingOf(InspectedHeap heap, Kind kind, int[] objects)
    {
        // Where most of them are: one that is held elsewhere may retain more.
        if (heap.KeeperOf(heap.ByHolder(objects).MaxBy(held => held.Length)!) is not var (chain, suspect, place))
        {
            return null;
        }

        var type = heap.Graph.TypeOf(objects[0]);
        var bytes = heap.RetainedBytesOf(objects);
        return new LeakFinding(
            LeakFingerprint.Of("few", type.Name),
            heap.SeverityOf(bytes, objects.Length),
            $"{objects.Length:N0} {kind.Word ?? type.ShortName} are alive where few should be, such as in {place}: {bytes.AsByteSize}, {heap.ShareOf(bytes)}",
            bytes,
            objects.Length)
        {
            Evidence =
            [
                $"{objects.Length:N0} {type.ShortName}{(type.Name == kind.Name ? "" : $" (each a {kind.Name.Split('.')[^1]})")} retain {bytes.AsByteSize}, {bytes / objects.Length:N0} bytes each.",
                kind.Cost,
                heap.Thresholds.ManyStated($"{kind.Name.Split('.')[^1]} objects of one type", kind.Least),
            ],
            Chain = chain,
            SuspectStep = suspect,
            Remedy = kind.Remedy,
            Next = NextCommand.ChainsTo(type.Name),
            Explained = [.. objects, .. heap.HoldersOf(objects)],
        };
    }

    /// <summary>A type or base type, what many of it cost, and what to do instead.</summary>
    private sealed record Kind(string Name, string Cost, string Remedy)
    {
        /// <summary>What programmers call it, when that is not the type's name.</summary>
        public string? Word { get; init; }

        /// <summary>Fewer are in order.</summary>
        public int Least { get; init; } = LeakThresholds.LeastObjects;
    }
}
