namespace HeapGraph.Core.Graph.Names.Frameworks.Flows;

/// <summary>An object of .NET's that the program gets for subscribing, and ends the subscription by disposing of.</summary>
/// <remarks>Sources: https://github.com/dotnet/runtime/blob/main/src/libraries/Microsoft.Extensions.Options/src/OptionsMonitor.cs and
/// https://github.com/dotnet/runtime/blob/main/src/libraries/Microsoft.Extensions.Primitives/src/ChangeToken.cs.</remarks>
/// <param name="Type">How the definition of its type begins.</param>
/// <param name="Method">The method that the program called to subscribe.</param>
internal sealed record FrameworkSubscription(string Type, string Method)
{
    /// <summary>What to do in place of subscribing; null where there is nothing.</summary>
    public string? Instead { get; init; }

    /// <summary>A subscription to the changes of options.</summary>
    public static FrameworkSubscription Options { get; } =
        new("Microsoft.Extensions.Options.OptionsMonitor.ChangeTrackerDisposable", "OnChange") { Instead = "read CurrentValue where the value is needed" };

    /// <summary>A subscription at the source of change tokens.</summary>
    public static FrameworkSubscription ChangeToken { get; } = new("Microsoft.Extensions.Primitives.ChangeToken.", "ChangeToken.OnChange");

    /// <summary>The one that an object is, by its type; null where nothing is known of it.</summary>
    public static FrameworkSubscription? Of(HeapType type) => Array.Find([Options, ChangeToken], known => type.Parsed.Definition.StartsWith(known.Type, StringComparison.Ordinal));
}
