namespace HeapGraph.Core.Graph.Names.Frameworks.Flows;

/// <summary>What an Activity (a span of a trace) looks like on the heap.</summary>
/// <remarks>Sources: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Diagnostics.DiagnosticSource/src/System/Diagnostics/Activity.cs and DiagLinkedList.cs beside it.</remarks>
internal static class FrameworkActivity
{
    public const string Name = "System.Diagnostics.Activity";

    /// <summary>The field with its flags.</summary>
    public static readonly string[] State = ["_state"];

    /// <summary>Of these the one that is set once it has been stopped.</summary>
    public const int Stopped = 0x80;

    /// <summary>The field with the one that it was started in.</summary>
    public static readonly string[] Parent = ["<Parent>k__BackingField"];

    /// <summary>The field with what it is called.</summary>
    public static readonly string[] Operation = ["<OperationName>k__BackingField"];

    /// <summary>The field with the ActivitySource that started it.</summary>
    public static readonly string[] Source = ["<Source>k__BackingField"];

    /// <summary>The source's field with its name.</summary>
    public static readonly string[] SourceName = ["<Name>k__BackingField"];

    /// <summary>The AsyncLocal of Activity.Current.</summary>
    public const string Current = $"{Name}.s_current";

    /// <summary>The fields of an Activity with what is added to it, each with the source's word.</summary>
    public static readonly (string[] Field, string What, string Method)[] Lists =
        [(["_events"], "events", "AddEvent"), (["_tags"], "tags", "AddTag"), (["_links"], "links", "AddLink"), (["_baggage"], "pieces of baggage", "AddBaggage")];

    private const string Node = "System.Diagnostics.DiagNode<";

    /// <summary>The field of a node with the next one.</summary>
    public static readonly string[] Next = ["Next", "next"];

    /// <summary>The field of a list with the first node.</summary>
    public static readonly string[] First = ["_first"];

    extension(HeapType type)
    {
        /// <summary>Whether its objects are the nodes of such lists.</summary>
        public bool IsActivityNode => type.Name.StartsWith(Node, StringComparison.Ordinal);
    }
}
