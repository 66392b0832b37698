using System.Reflection;
using System.Reflection.Metadata;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>The method that an instruction names.</summary>
/// <param name="Owner">Its type.</param>
/// <param name="Name">Its name in the metadata.</param>
/// <param name="Signature">Parameters and result.</param>
/// <param name="Definition">It itself where the same module has it.</param>
internal sealed record Callee(MetadataType Owner, string Name, MethodSignature<MetadataType> Signature, MethodDefinitionHandle? Definition)
{
    /// <summary>The type without type arguments, as C# writes it.</summary>
    public string Type { get; } = DefinitionName.InSource(Owner.Definition);

    /// <summary>Whether it is one of .NET's: by its name alone, a type of the program's may look so.</summary>
    public bool IsFramework { get; private init; } = Owner.Assembly is not null && FrameworkNames.Owns(Owner.Definition);

    /// <summary>Whether it is a method that the runtime gives to arrays of more than one dimension.</summary>
    public bool IsOfArray => Owner.Definition.EndsWith(']');

    /// <summary>Whether it is called on something.</summary>
    public bool HasThis => Signature.Header.IsInstance;

    public bool IsVoid => Signature.ReturnType.Name == "System.Void";

    /// <summary>Whether it returns a number, a text or the like.</summary>
    public bool ReturnsPlain => Signature.ReturnType is { Assembly: null, Definition: not "System.Object" and ['S', 'y', 's', 't', 'e', 'm', '.', ..] definition } && !definition.EndsWith(']')
        && !definition.EndsWith('&');

    public int Parameters => Signature.ParameterTypes.Length;

    /// <summary>What tells it from others of its type.</summary>
    public string Shape => ShapeOf(Name, Signature);

    /// <summary>Whether it makes a delegate, by what every such method takes.</summary>
    public bool MakesDelegate => Name == ".ctor" && Signature.ParameterTypes is [{ Name: "System.Object" }, { Name: "System.IntPtr" }];

    public static string ShapeOf(string name, MethodSignature<MetadataType> signature) =>
        $"{name}`{signature.GenericParameterCount}({string.Join(',', signature.ParameterTypes.Select(type => type.Name))}){signature.ReturnType.Name}";

    /// <summary>Reads a token.</summary>
    /// <param name="metadata">Of its module.</param>
    /// <param name="handle">The token.</param>
    /// <param name="own">Which namespaces are the program's own.</param>
    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public static Callee? Of(MetadataReader metadata, EntityHandle handle, OwnNamespaces own) =>
        Of(metadata, handle) is { } callee ? callee with { IsFramework = callee.IsFramework && own.LeaveToFramework(callee.Owner.Definition) } : null;

    private static Callee? Of(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return Of(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MethodDefinition:
                var definition = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return new Callee(
                    MetadataTypes.Of(metadata, definition.GetDeclaringType())!, MetadataNames.Of(metadata, definition.Name),
                    MetadataTypes.OfMethod(metadata, definition.Signature), (MethodDefinitionHandle)handle);
            case HandleKind.MemberReference:
                var reference = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return reference.GetKind() == MemberReferenceKind.Method && MetadataTypes.Of(metadata, reference.Parent) is { } owner
                    ? new Callee(owner, MetadataNames.Of(metadata, reference.Name), MetadataTypes.OfMethod(metadata, reference.Signature), null)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Whether a method is the accessor of a property or event that stores or adds what it is given.</summary>
    public static bool IsSetter(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var name = (method.Attributes & MethodAttributes.SpecialName) == 0 ? "" : MetadataNames.Of(metadata, method.Name);
        name = name[(name.LastIndexOf('.') + 1)..];   // of an interface's own, its name stands before
        return name.StartsWith("set_", StringComparison.Ordinal) || name.StartsWith("add_", StringComparison.Ordinal) || name.StartsWith("remove_", StringComparison.Ordinal);
    }
}
