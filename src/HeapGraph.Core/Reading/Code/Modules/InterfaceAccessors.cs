using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>The accessors of interfaces that an accessor implements: calls may name those.</summary>
internal static class InterfaceAccessors
{
    /// <summary>Those within the program's own assemblies.</summary>
    /// <param name="home">The module that has the accessor.</param>
    /// <param name="handle">It itself.</param>
    /// <param name="program">All assemblies.</param>
    /// <returns>Each with whether no other type of the program implements its interface, so that a call of it can mean nothing else.</returns>
    public static IEnumerable<(ModuleCode Home, MethodDefinitionHandle Method, bool IsOnly)> Of(ModuleCode home, MethodDefinitionHandle handle, ProgramCode program)
    {
        var method = home.Metadata.GetMethodDefinition(handle);
        var name = MetadataNames.Of(home.Metadata, method.Name);
        name = name[(name.LastIndexOf('.') + 1)..];   // one of its own has the interface's in front
        if ((method.Attributes & MethodAttributes.Virtual) == 0 || !(name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal)
            || name.StartsWith("add_", StringComparison.Ordinal)))
        {
            yield break;
        }

        var own = home.Metadata.GetTypeDefinition(method.GetDeclaringType());
        var byDeclaration = ExplicitIn(home, own);
        var isExplicit = byDeclaration.ContainsValue(handle);
        var parameters = ParametersOf(home.Metadata, method);
        foreach (var implemented in own.GetInterfaceImplementations())
        {
            if (MetadataTypes.Of(home.Metadata, home.Metadata.GetInterfaceImplementation(implemented).Interface) is not { } type
                || (type.Assembly is null ? home : program.Named(type.Assembly)) is not { } module || module.TypeNamed(type.Definition) is not { } definition)
            {
                continue;
            }

            foreach (var candidate in module.Metadata.GetTypeDefinition(definition).GetMethods())
            {
                var accessor = module.Metadata.GetMethodDefinition(candidate);
                if (module.Metadata.StringComparer.Equals(accessor.Name, name) && ParametersOf(module.Metadata, accessor) == parameters
                    && (byDeclaration.TryGetValue((type.Definition, name), out var body) ? body == handle : !isExplicit))
                {
                    yield return (module, candidate, program.ImplementersOf(type.Definition) == 1);
                }
            }
        }
    }

    /// <summary>By the method of an interface the one that the type has for it alone.</summary>
    private static Dictionary<(string Type, string Name), MethodDefinitionHandle> ExplicitIn(ModuleCode home, TypeDefinition type)
    {
        var bodies = new Dictionary<(string Type, string Name), MethodDefinitionHandle>();
        foreach (var handle in type.GetMethodImplementations())
        {
            var implementation = home.Metadata.GetMethodImplementation(handle);
            if (implementation.MethodBody is { Kind: HandleKind.MethodDefinition } body && home.CalleeOf(MetadataTokens.GetToken(implementation.MethodDeclaration)) is { } declared)
            {
                bodies[(declared.Owner.Definition, declared.Name)] = (MethodDefinitionHandle)body;
            }
        }

        return bodies;
    }

    private static int ParametersOf(MetadataReader metadata, MethodDefinition method) => MetadataTypes.OfMethod(metadata, method.Signature).ParameterTypes.Length;
}
