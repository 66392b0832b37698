using System.Reflection.Metadata;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>Names of methods as the source has them, with the full names of their types.</summary>
internal static class MethodName
{
    /// <summary><c>Shop.Cache&lt;T&gt;.Load</c>, <c>lambda in Shop.Importer.Run</c>; of a state machine the async method or iterator.</summary>
    public static string Of(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var type = metadata.GetTypeDefinition(method.GetDeclaringType());
        var definition = MetadataTypes.Of(metadata, method.GetDeclaringType())!.Definition;
        string[] parameters = [.. type.GetGenericParameters().Select(parameter => MetadataNames.Of(metadata, metadata.GetGenericParameter(parameter).Name))];
        return GeneratedName.FrameInSource(MetadataTypes.WithArguments(definition, parameters), MetadataNames.Of(metadata, method.Name));
    }

    /// <summary>The same of one that is called.</summary>
    public static string Of(Callee callee) => GeneratedName.FrameInSource(DefinitionName.Of(callee.Owner.Definition), callee.Name);
}
