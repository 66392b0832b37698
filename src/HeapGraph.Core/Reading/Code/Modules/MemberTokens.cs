using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>By which tokens the code of a module names a field or a method of another, or of its own.</summary>
/// <remarks>One pass over the module's references each time.</remarks>
internal static class MemberTokens
{
    /// <summary>Those of a field.</summary>
    /// <param name="module">Whose tokens.</param>
    /// <param name="home">The module that has the field.</param>
    /// <param name="field">The field.</param>
    /// <param name="instance">Its type with type arguments, where only that counts; null for all.</param>
    public static IEnumerable<int> Of(ModuleCode module, ModuleCode home, FieldDefinitionHandle field, string? instance)
    {
        var definition = home.Metadata.GetFieldDefinition(field);
        var type = MetadataTypes.Of(home.Metadata, definition.GetDeclaringType())!.Definition;
        return References(module, home, type, MetadataNames.Of(home.Metadata, definition.Name), MemberReferenceKind.Field, instance)
            .Select(handle => MetadataTokens.GetToken(handle)).Concat(module == home ? [MetadataTokens.GetToken(field)] : []);
    }

    /// <summary>Those of a method, with each set of type arguments of its own too.</summary>
    public static IEnumerable<int> Of(ModuleCode module, ModuleCode home, MethodDefinitionHandle method, string? instance)
    {
        if (home.CalleeOf(MetadataTokens.GetToken(method)) is not { } callee)
        {
            return [];
        }

        HashSet<int> tokens = [.. References(module, home, callee.Owner.Definition, callee.Name, MemberReferenceKind.Method, instance)
            .Select(handle => MetadataTokens.GetToken(handle)).Where(token => module.CalleeOf(token)?.Shape == callee.Shape)];
        if (module == home)
        {
            tokens.Add(MetadataTokens.GetToken(method));
        }

        return callee.Signature.GenericParameterCount == 0 || tokens.Count == 0 ? tokens : [.. tokens, .. SpecificationsOf(module.Metadata, tokens)];
    }

    private static IEnumerable<int> SpecificationsOf(MetadataReader metadata, HashSet<int> tokens) =>
        Enumerable.Range(1, metadata.GetTableRowCount(TableIndex.MethodSpec)).Select(MetadataTokens.MethodSpecificationHandle)
            .Where(handle => tokens.Contains(MetadataTokens.GetToken(metadata.GetMethodSpecification(handle).Method)))
            .Select(handle => MetadataTokens.GetToken(handle));

    private static List<MemberReferenceHandle> References(ModuleCode module, ModuleCode home, string type, string name, MemberReferenceKind kind, string? instance)
    {
        List<MemberReferenceHandle> found = [];
        foreach (var handle in module == home || module.References.Contains(home.Assembly) ? module.Metadata.MemberReferences : default)
        {
            try
            {
                if (IsWanted(handle))
                {
                    found.Add(handle);
                }
            }
            catch (Exception damaged) when (damaged is BadImageFormatException or ArgumentException or InvalidCastException)
            {
                module.IsDamaged = true;   // the others may be whole
            }
        }

        return found;

        bool IsWanted(MemberReferenceHandle handle)
        {
            var metadata = module.Metadata;
            var reference = metadata.GetMemberReference(handle);
            return metadata.StringComparer.Equals(reference.Name, name) && reference.GetKind() == kind && MetadataTypes.Of(metadata, reference.Parent) is { } parent
                && parent.Definition == type && (module == home ? parent.Assembly is null : string.Equals(parent.Assembly, home.Assembly, StringComparison.OrdinalIgnoreCase))
                && (instance is null || parent.HasVariables || CSharpTypeName.FullNameOf(parent.Name) == instance);
        }
    }
}
