namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What delegates look like on the heap.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/coreclr/System.Private.CoreLib/src/System/Delegate.CoreCLR.cs and MulticastDelegate.CoreCLR.cs beside it.</remarks>
internal static class FrameworkDelegate
{
    /// <summary>What every delegate type derives from.</summary>
    public const string Base = "System.MulticastDelegate";

    /// <summary>The object that the method is called on.</summary>
    public const string Target = "_target";

    /// <summary>The code that is called; of a static method a stub that moves the arguments.</summary>
    public const string Code = "_methodPtr";

    /// <summary>Of a static method the code itself.</summary>
    public const string StaticCode = "_methodPtrAux";

    private const string Objects = "object[]";
    private const string Wrappers = "System.Delegate.Wrapper[]";   // each with the delegate in its Value

    /// <summary>The fields of a delegate that calls several: with the array of these, and with how many they are. Before .NET 11 and since.</summary>
    public static readonly (string List, string Count)[] Lists = [("_invocationList", "_invocationCount"), ("_helperObject", "_extraData")];

    /// <summary>Delegates are collections too: of the delegates that they combine.</summary>
    public static FrameworkCollection List { get; } = new(Base)
    {
        Fields = [.. Lists.Select(fields => fields.List)],
        Steps = [("", Objects), (Objects, Base), ("", Wrappers), (Wrappers, Base)],
    };

    /// <summary>Whether a reference is a delegate's to those that it calls.</summary>
    public static bool IsList(SlotLabel label) => List.Fields.Any(label.IsField);

    extension(HeapType type)
    {
        /// <summary>Whether its objects are delegates.</summary>
        public bool IsDelegate => type.CollectionBase == Base;

        /// <summary>Whether a delegate may keep those that it calls in such an array.</summary>
        public bool IsDelegateList => type.Name is Objects or Wrappers;
    }
}
