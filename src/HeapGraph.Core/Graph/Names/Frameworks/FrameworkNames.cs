namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What belongs to .NET itself rather than to the program.</summary>
internal static class FrameworkNames
{
    /// <summary>A thread's own object.</summary>
    public const string Thread = "System.Threading.Thread";

    /// <summary>The cache of Microsoft.Extensions.Caching.</summary>
    public const string MemoryCache = "Microsoft.Extensions.Caching.Memory.MemoryCache";

    private static readonly string[] Spaces = ["System.", "Microsoft.", "Internal."];

    /// <summary>Whether a full name of a type, a method or a static field is the framework's. That of a type for which C# has a keyword
    /// (<c>string</c>) is nobody's: it holds what others put into it.</summary>
    public static bool Owns(string name) => Array.Exists(Spaces, space => name.StartsWith(space, StringComparison.Ordinal));

    /// <summary>The same for a type, which the user may have called the program's own.</summary>
    public static bool Owns(HeapType type) => type.IsInOwnNamespace != true && Owns(type.Name);

    /// <summary>Whether objects of a type are the program's own: neither of .NET nor what holds what others put into it, strings and arrays among that.
    /// Where the user named the program's namespaces, those in them alone.</summary>
    public static bool IsOwn(HeapType type) => !IsCollection(type) && (type.IsInOwnNamespace ?? (!Owns(type.Name) && type.AssemblyName != "System.Private.CoreLib"));

    /// <summary>The same for a method as the source has it, which may stand in a lambda of the framework's.</summary>
    public static bool OwnsMethod(string method)
    {
        while (method.StartsWith(GeneratedName.Lambda, StringComparison.Ordinal))
        {
            method = method[GeneratedName.Lambda.Length..];
        }

        return Owns(method) || method.StartsWith("Interop.", StringComparison.Ordinal);
    }

    /// <summary>Arrays and collections: they hold what others put into them.</summary>
    public static bool IsCollection(HeapType type) =>
        type.Traits.HasFlag(HeapTypeTraits.Array) || FrameworkCollections.Owns(type.Name)
        || type.Name.StartsWith("Microsoft.FSharp.Collections.", StringComparison.Ordinal);

    extension(HeapFrame frame)
    {
        /// <summary>Whether the method is .NET's own.</summary>
        public bool IsFramework => OwnsMethod(frame.Method);
    }
}
