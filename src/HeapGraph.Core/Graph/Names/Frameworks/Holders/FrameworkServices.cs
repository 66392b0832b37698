namespace HeapGraph.Core.Graph.Names.Frameworks.Holders;

/// <summary>What the containers of Microsoft.Extensions.DependencyInjection look like on the heap.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/libraries/Microsoft.Extensions.DependencyInjection/src/ServiceLookup/ServiceProviderEngineScope.cs.</remarks>
internal static class FrameworkServices
{
    /// <summary>A scope; the root provider has one, too.</summary>
    public const string Scope = "Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope";

    /// <summary>Its list of what it disposes of at its end, in the order in which it was made.</summary>
    public const string Disposables = "_disposables";

    /// <summary>Whether it is the root provider's.</summary>
    public const string IsRoot = "<IsRootScope>k__BackingField";
}
