using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>The field that an instruction names.</summary>
/// <param name="Owner">Its type.</param>
/// <param name="Name">Its name in the metadata.</param>
internal sealed record FieldUse(MetadataType Owner, string Name)
{
    /// <summary>Whether a compiler made its type: closures, state machines of async methods and iterators.</summary>
    public bool IsGenerated { get; } = Owner.Definition[(Owner.Definition.LastIndexOf('+') + 1)..].StartsWith('<');

    /// <summary>Reads a token; null for what is no field.</summary>
    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public static FieldUse? Of(MetadataReader metadata, int token)
    {
        switch (MetadataTokens.EntityHandle(token))
        {
            case { Kind: HandleKind.FieldDefinition } handle:
                var field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                return new FieldUse(MetadataTypes.Of(metadata, field.GetDeclaringType())!, MetadataNames.Of(metadata, field.Name));
            case { Kind: HandleKind.MemberReference } handle:
                var reference = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return MetadataTypes.Of(metadata, reference.Parent) is { } owner ? new FieldUse(owner, MetadataNames.Of(metadata, reference.Name)) : null;
            default:
                return null;
        }
    }
}
