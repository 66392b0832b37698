using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>Names the types in signatures.</summary>
internal sealed class MetadataTypes : ISignatureTypeProvider<MetadataType, object?>
{
    private const int MostNesting = 32;   // also of a type that is said to stand in itself
    private const int MostLetters = 16_384;   // of a name with all its type arguments

    private MetadataTypes()
    {
    }

    public static MetadataTypes Instance { get; } = new();

    /// <summary>A type by its token.</summary>
    /// <returns>Null for what is none.</returns>
    public static MetadataType? Of(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Instance.GetTypeFromDefinition(metadata, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => Instance.GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => OfSignature(metadata, metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature),
        _ => null,
    };

    /// <summary>A method's parameters and result.</summary>
    /// <exception cref="BadImageFormatException">They are damaged, or like none that a compiler makes.</exception>
    public static MethodSignature<MetadataType> OfMethod(MetadataReader metadata, BlobHandle signature)
    {
        var blob = Signatures.OfMethod(metadata, signature);
        return DecoderOf(metadata).DecodeMethodSignature(ref blob);
    }

    public MetadataType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var name = DefinitionOf(reader, handle, 0);
        return new MetadataType(name, null, name);
    }

    public MetadataType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = MetadataNames.Of(reader, type.Name);
        for (var depth = 0; type.ResolutionScope.Kind == HandleKind.TypeReference && depth < MostNesting; depth++)
        {
            type = reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
            name = $"{MetadataNames.Of(reader, type.Name)}+{name}";
        }

        name = InSpace(reader, type.Namespace, name);
        var assembly = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? MetadataNames.Of(reader, reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) : null;
        return new MetadataType(name, assembly, name);
    }

    // Within a signature only modifiers are named so, which are left out; it may lead back to where it stands.
    public MetadataType GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Named("?");

    public MetadataType GetGenericInstantiation(MetadataType genericType, ImmutableArray<MetadataType> typeArguments) =>
        genericType with { Name = Cut(WithArguments(genericType.Definition, [.. typeArguments.Select(argument => argument.Name)])) };

    public MetadataType GetPrimitiveType(PrimitiveTypeCode typeCode) => Named(typeCode switch
    {
        PrimitiveTypeCode.TypedReference => "System.TypedReference",
        _ => $"System.{typeCode}",
    });

    public MetadataType GetSZArrayType(MetadataType elementType) => Around(elementType, "[]");

    public MetadataType GetArrayType(MetadataType elementType, ArrayShape shape) => Around(elementType, $"[{new string(',', Math.Max(0, shape.Rank - 1))}]");

    public MetadataType GetByReferenceType(MetadataType elementType) => Around(elementType, "&");

    public MetadataType GetPointerType(MetadataType elementType) => Around(elementType, "*");

    public MetadataType GetPinnedType(MetadataType elementType) => elementType;

    public MetadataType GetModifiedType(MetadataType modifier, MetadataType unmodifiedType, bool isRequired) => unmodifiedType;

    public MetadataType GetFunctionPointerType(MethodSignature<MetadataType> signature) => Named("delegate*");

    public MetadataType GetGenericMethodParameter(object? genericContext, int index) => Named($"!!{index}");

    public MetadataType GetGenericTypeParameter(object? genericContext, int index) => Named($"!{index}");

    /// <summary>A definition with its type arguments, each part of a nested name with its own: <c>Shop.Cache&lt;A&gt;+Entry</c>.</summary>
    public static string WithArguments(string definition, IReadOnlyList<string> arguments)
    {
        var (parts, next) = (definition.Split('+'), 0);
        for (var part = 0; part < parts.Length; part++)
        {
            if (parts[part].LastIndexOf('`') is > 0 and var tick && int.TryParse(parts[part].AsSpan(tick + 1), out var count) && count > 0 && next + count <= arguments.Count)
            {
                parts[part] = $"{parts[part][..tick]}<{string.Join(", ", arguments.Skip(next).Take(count))}>";
                next += count;
            }
        }

        return string.Join('+', parts);
    }

    private static MetadataType OfSignature(MetadataReader metadata, BlobHandle signature)
    {
        var blob = Signatures.OfType(metadata, signature);
        return DecoderOf(metadata).DecodeType(ref blob);
    }

    private static SignatureDecoder<MetadataType, object?> DecoderOf(MetadataReader metadata) => new(Instance, metadata, null);

    private static string DefinitionOf(MetadataReader reader, TypeDefinitionHandle handle, int depth)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = MetadataNames.Of(reader, type.Name);
        return type.GetDeclaringType() is { IsNil: false } around && depth < MostNesting ? $"{DefinitionOf(reader, around, depth + 1)}+{name}" : InSpace(reader, type.Namespace, name);
    }

    private static string InSpace(MetadataReader reader, StringHandle space, string name) => space.IsNil ? name : $"{MetadataNames.Of(reader, space)}.{name}";

    private static string Cut(string name) => name.Length <= MostLetters ? name : name[..MostLetters];

    private static MetadataType Named(string name) => new(name, null, name);

    private static MetadataType Around(MetadataType element, string how) => new(element.Definition + how, element.Assembly, element.Name + how);
}
