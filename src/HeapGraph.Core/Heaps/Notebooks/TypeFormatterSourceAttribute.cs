namespace HeapGraph.Core.Heaps.Notebooks;

/// <summary>Tells .NET Interactive how a type is shown. It looks for an attribute of this name on a type, wherever that is
/// declared, and then for members by name: <c>TryRegisterFromConventionBasedFormatterSources</c> in its Formatter.cs. So
/// this package needs none of its packages.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType => formatterSourceType;

    public string[]? PreferredMimeTypes { get; set; }
}
