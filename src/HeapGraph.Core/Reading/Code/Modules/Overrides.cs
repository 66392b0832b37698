using System.Reflection;
using System.Reflection.Metadata;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>The accessors of base types that an accessor overrides: calls name those. Of other methods too many mean something else to each type.</summary>
internal static class Overrides
{
    private const int MostBases = 64;

    /// <summary>Those within the program's own assemblies.</summary>
    public static IEnumerable<(ModuleCode Home, MethodDefinitionHandle Method)> Of(ModuleCode home, MethodDefinitionHandle handle, ProgramCode program)
    {
        var method = home.Metadata.GetMethodDefinition(handle);
        if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot | MethodAttributes.SpecialName)) != (MethodAttributes.Virtual | MethodAttributes.SpecialName))
        {
            yield break;
        }

        var (name, parameters) = (MetadataNames.Of(home.Metadata, method.Name), ParametersOf(home.Metadata, method));
        var above = BaseOf(home, method.GetDeclaringType(), program);
        for (var bases = 0; above is var (module, type) && bases < MostBases; bases++)
        {
            foreach (var candidate in module.Metadata.GetTypeDefinition(type).GetMethods())
            {
                var known = module.Metadata.GetMethodDefinition(candidate);
                if ((known.Attributes & MethodAttributes.Virtual) != 0 && module.Metadata.StringComparer.Equals(known.Name, name) && ParametersOf(module.Metadata, known) == parameters)
                {
                    yield return (module, candidate);
                }
            }

            above = BaseOf(module, type, program);
        }
    }

    private static int ParametersOf(MetadataReader metadata, MethodDefinition method) => MetadataTypes.OfMethod(metadata, method.Signature).ParameterTypes.Length;

    private static (ModuleCode Home, TypeDefinitionHandle Type)? BaseOf(ModuleCode module, TypeDefinitionHandle type, ProgramCode program)
    {
        var above = module.Metadata.GetTypeDefinition(type).BaseType;
        return !above.IsNil && MetadataTypes.Of(module.Metadata, above) is { } named && (named.Assembly is null ? module : program.Named(named.Assembly)) is { } home
            && home.TypeNamed(named.Definition) is { } found ? (home, found) : null;
    }
}
