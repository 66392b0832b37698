namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What delegates look like on the heap.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/coreclr/System.Private.CoreLib/src/System/Delegate.CoreCLR.cs and MulticastDelegate.CoreCLR.cs beside it.</remarks>
internal static class FrameworkDelegate
{
    /// <summary>What every delegate type derives from.</summary>
    public const string Base = "System.MulticastDelegate";

    /// <summary>The object that the method is called on: the first field.</summary>
    public const string Target = "_target";

    /// <summary>The delegates that one of several calls, an <c>object[]</c>.</summary>
    public const string InvocationList = "_invocationList";

    /// <summary>How many these are.</summary>
    public const string InvocationCount = "_invocationCount";

    /// <summary>The code that is called; of a static method a stub that moves the arguments.</summary>
    public const string Code = "_methodPtr";

    /// <summary>Of a static method the code itself.</summary>
    public const string StaticCode = "_methodPtrAux";

    /// <summary>Delegates are collections too: of the delegates that they combine.</summary>
    public static FrameworkCollection List { get; } = new(Base) { Fields = [InvocationList], Steps = [("", "object[]"), ("object[]", Base)] };

    extension(HeapType type)
    {
        /// <summary>Whether its objects are delegates.</summary>
        public bool IsDelegate => type.CollectionBase == Base;
    }
}
