using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Choices;

/// <summary>Objects by the names of their types or by their addresses, as the user gave them for one option.</summary>
internal sealed class ObjectNames
{
    /// <exception cref="UsageException">A regular expression that is none.</exception>
    public ObjectNames(string[] names)
    {
        var (types, addresses) = Split(names);
        (Types, Addresses) = (new TypeNames(types), Array.ConvertAll(addresses, ObjectAddress.Parse));
    }

    /// <summary>Those that are types.</summary>
    public TypeNames Types { get; }

    /// <summary>Those that are addresses.</summary>
    public ulong[] Addresses { get; }

    /// <summary>An option that takes such names.</summary>
    public static Option<string[]> Option(string name, string description) => new(name)
    {
        Description = $"{description}: a type as with --type, or an address in hex; repeatable",
        HelpName = "NAME|HEX",
    };

    /// <summary>Tells names of types and addresses apart.</summary>
    public static (string[] Types, string[] Addresses) Split(string[] names) => ([.. names.Where(name => !ObjectAddress.IsMeant(name))], [.. names.Where(ObjectAddress.IsMeant)]);

    /// <summary>The objects that are named, those with addresses first.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="counting">The objects of types that count; all when null. An address counts whether reachable or not.</param>
    /// <exception cref="UsageException">A name or an address that matches nothing.</exception>
    public IReadOnlyList<int> In(ObjectGraph graph, ObjectSet? counting)
    {
        var matches = Types.MatchesOf(graph.Types);
        Types.RequireMatches();
        var byAddress = ObjectsAtAddresses(graph);
        return Types.IsEmpty
            ? [.. byAddress]
            : [.. byAddress, .. Enumerable.Range(0, graph.ObjectCount).Where(index => matches[graph.TypeIndexOf(index)] && counting?.Contains(index) != false && !byAddress.Contains(index))];
    }

    /// <summary>The objects that are named by address.</summary>
    /// <exception cref="UsageException">None starts there.</exception>
    public IReadOnlySet<int> ObjectsAtAddresses(ObjectGraph graph) => Addresses.Select(address => ObjectAddress.ObjectAt(graph, address)).ToHashSet();
}
