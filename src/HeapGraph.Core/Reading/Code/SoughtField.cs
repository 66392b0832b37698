using System.Reflection;
using System.Reflection.Metadata;
using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <summary>The field that is asked about.</summary>
/// <param name="Home">The module that has it.</param>
/// <param name="Handle">It itself.</param>
/// <param name="Instance">Its type with type arguments as C# writes it; null when the type has none, or they are not known.</param>
/// <param name="IsLinked">Whether what it refers to is no collection, but an object of the program's own on which others hang.</param>
internal sealed record SoughtField(ModuleCode Home, FieldDefinitionHandle Handle, string? Instance, bool IsLinked)
{
    /// <summary>Whether code of other assemblies may use it.</summary>
    public bool IsVisibleOutside => (Home.Metadata.GetFieldDefinition(Handle).Attributes & FieldAttributes.FieldAccessMask) switch
    {
        FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem => true,
        FieldAttributes.Assembly or FieldAttributes.FamANDAssem => Home.HasFriends,
        _ => false,
    };

    /// <summary>Whether there is one for all objects.</summary>
    public bool IsStatic => (Home.Metadata.GetFieldDefinition(Handle).Attributes & FieldAttributes.Static) != 0;

    /// <summary>The definition of the type that has it.</summary>
    public string Type => MetadataTypes.Of(Home.Metadata, Home.Metadata.GetFieldDefinition(Handle).GetDeclaringType())!.Definition;
}
