namespace HeapGraph;

/// <summary>What to ask next about a finding. Reports word it as a command, or as a call of this library.</summary>
public abstract record NextCommand
{
    private NextCommand()
    {
        // Closed: the cases below and no others.
    }

    /// <summary>Asks for all ways in which objects of a type are kept.</summary>
    internal static NextCommand ChainsTo(string typeName) => new AnchorsOfType(typeName);

    /// <summary>Asks why an object is alive: by its type, or where that says nothing (strings, arrays), by its address.</summary>
    internal static NextCommand ChainsTo(HeapType type, ulong address) =>
        (type.Traits & (HeapTypeTraits.Array | HeapTypeTraits.String)) != 0 ? ChainsTo(address) : ChainsTo(type.Name);

    /// <summary>Asks for the most different chains to one object.</summary>
    internal static NextCommand ChainsTo(ulong address) => new ChainsToObject(address);

    /// <summary>Lists the largest objects of a type.</summary>
    internal static NextCommand ObjectsOf(string typeName) => new LargestObjectsOf(typeName);

    /// <summary>The most different chains to one object: why it is alive.</summary>
    /// <param name="Address">Where it starts.</param>
    public sealed record ChainsToObject(ulong Address) : NextCommand;

    /// <summary>All independent ways in which objects of a type are kept, and the fewest cuts that free them.</summary>
    /// <param name="Type">The type's full name.</param>
    public sealed record AnchorsOfType(string Type) : NextCommand;

    /// <summary>What would be freed without some fields.</summary>
    /// <param name="Fields">The fields, each as <c>Namespace.Type.Field</c>.</param>
    public sealed record WithoutFields(IReadOnlyList<string> Fields) : NextCommand;

    /// <summary>The largest objects of a type.</summary>
    /// <param name="Type">The type's full name.</param>
    public sealed record LargestObjectsOf(string Type) : NextCommand;

    /// <summary>The objects of a type that say of themselves that they were disposed of.</summary>
    /// <param name="Type">The type's full name.</param>
    public sealed record DisposedObjectsOf(string Type) : NextCommand;

    /// <summary>What one field alone holds: of a process whether it grows, of a dump what would be freed without it.</summary>
    /// <param name="Field">The field, as <c>Namespace.Type.Field</c>.</param>
    public sealed record HeldByField(string Field) : NextCommand;

    /// <summary>All of one object.</summary>
    /// <param name="Address">Where it starts.</param>
    public sealed record ObjectAt(ulong Address) : NextCommand;

    /// <summary>What refers to an object, as a picture.</summary>
    /// <param name="Address">Where it starts.</param>
    public sealed record ReferrersOf(ulong Address) : NextCommand;

    /// <summary>The paths from the roots on which there are more objects in each of some heaps.</summary>
    /// <param name="Targets">The dumps, oldest first; the process alone where it was watched.</param>
    public sealed record PathsThatGrew(IReadOnlyList<string> Targets) : NextCommand;

    /// <summary>What keeps how much alive.</summary>
    public sealed record Dominators : NextCommand;

    /// <summary>Of a heap in order: of a process whether it grows, of a dump what keeps how much alive.</summary>
    public sealed record Course : NextCommand;

    /// <summary>A dump with its heap, in place of one without.</summary>
    /// <param name="IsOfCrash">Whether a crash wrote that: then the next one has to write another.</param>
    public sealed record CollectHeap(bool IsOfCrash) : NextCommand;

    /// <summary>The threads.</summary>
    public sealed record Threads : NextCommand;

    /// <summary>Leak suspects.</summary>
    public sealed record Suspects : NextCommand;

    /// <summary>One suspect alone: none once it is mended.</summary>
    /// <param name="Id">Its <see cref="LeakFinding.Id"/>.</param>
    public sealed record FindingById(string Id) : NextCommand;

    /// <summary>What a rule looks for, an example, and what is in order and looks the same.</summary>
    /// <param name="Rule">Its name, as <see cref="LeakFinding.Rule"/> has it.</param>
    public sealed record RuleExplained(string Rule) : NextCommand;

    /// <summary>The values of strings: how many copies there are of each, and who holds most of them.</summary>
    public sealed record StringsByValue : NextCommand;

    /// <summary>The types whose objects take the most bytes.</summary>
    public sealed record TypesByBytes : NextCommand;

    /// <summary>The same of all objects, also those that nothing keeps alive.</summary>
    public sealed record AllTypesByBytes : NextCommand;

    /// <summary>Where the memory of the process is.</summary>
    public sealed record Memory : NextCommand;
}
