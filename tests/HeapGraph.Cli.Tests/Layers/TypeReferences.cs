using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace HeapGraph.Cli.Tests.Layers;

/// <summary>Gathers what types refer to: in their bases, members, signatures, constraints, attributes, locals and code.</summary>
internal sealed class TypeReferences(PEReader file, MetadataReader metadata)
{
    private static readonly Dictionary<int, OperandType> OperandByCode = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    private readonly HashSet<TypeDefinitionHandle> _own = [];
    private readonly HashSet<string> _libraries = [];
    private readonly HashSet<EntityHandle> _met = [];

    /// <summary>Types of the same assembly, the outermost ones.</summary>
    public IReadOnlySet<TypeDefinitionHandle> Own => _own;

    /// <summary>Names of the assemblies of all other types.</summary>
    public IReadOnlySet<string> Libraries => _libraries;

    public void AddType(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        Add(type.BaseType);
        Add(type.GetInterfaceImplementations().Select(implemented => metadata.GetInterfaceImplementation(implemented).Interface));
        AddParameters(type.GetGenericParameters());
        AddAttributes(type.GetCustomAttributes());
        foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            AddSignature(field.Signature);
            AddAttributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(metadata.GetPropertyDefinition))
        {
            AddSignature(property.Signature);
            AddAttributes(property.GetCustomAttributes());
        }

        foreach (var raised in type.GetEvents().Select(metadata.GetEventDefinition))
        {
            Add(raised.Type);
            AddAttributes(raised.GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            AddSignature(method.Signature);
            AddParameters(method.GetGenericParameters());
            AddAttributes(method.GetCustomAttributes());
            AddAttributes(method.GetParameters().SelectMany(parameter => metadata.GetParameter(parameter).GetCustomAttributes()));
            if (method.RelativeVirtualAddress != 0)
            {
                AddBody(file.GetMethodBody(method.RelativeVirtualAddress));
            }
        }
    }

    private void AddBody(MethodBodyBlock body)
    {
        Add(body.LocalSignature);
        Add(body.ExceptionRegions.Select(region => region.CatchType));
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            var operand = OperandByCode[value == 0xFE ? 0xFE00 | code.ReadByte() : value];
            switch (operand)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineSig or OperandType.InlineTok or OperandType.InlineType:
                    Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var cases = code.ReadInt32();
                    code.Offset += 4 * cases;
                    break;
                default:
                    code.Offset += operand switch
                    {
                        OperandType.InlineNone => 0,
                        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                        OperandType.InlineVar => 2,
                        OperandType.InlineI8 or OperandType.InlineR => 8,
                        _ => 4,
                    };
                    break;
            }
        }
    }

    private void AddParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(metadata.GetGenericParameter))
        {
            Add(parameter.GetConstraints().Select(constraint => metadata.GetGenericParameterConstraint(constraint).Type));
            AddAttributes(parameter.GetCustomAttributes());
        }
    }

    private void AddAttributes(IEnumerable<CustomAttributeHandle> attributes) =>
        Add(attributes.Select(attribute => metadata.GetCustomAttribute(attribute).Constructor));

    private void Add(IEnumerable<EntityHandle> handles)
    {
        foreach (var handle in handles)
        {
            Add(handle);
        }
    }

    private void Add(EntityHandle handle)
    {
        if (handle.IsNil || !_met.Add(handle))
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _own.Add(metadata.Outermost((TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                Add(metadata.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope);   // of a nested type, the type around it
                break;
            case HandleKind.AssemblyReference:
                _libraries.Add(metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)handle).Name));
                break;
            case HandleKind.TypeSpecification:
                AddSignature(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature, isType: true);
                break;
            case HandleKind.FieldDefinition:
                Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Add(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var made = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(made.Method);
                made.DecodeSignature(new Signatures(this), null);
                break;
            case HandleKind.StandaloneSignature:
                AddSignature(metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).Signature);
                break;
            default:
                throw new BadImageFormatException($"A {handle.Kind} where a type or a member is due.");
        }
    }

    private void AddSignature(BlobHandle signature, bool isType = false)
    {
        var decoder = new SignatureDecoder<bool, object?>(new Signatures(this), metadata, null);
        var blob = metadata.GetBlobReader(signature);
        if (isType)
        {
            decoder.DecodeType(ref blob);
            return;
        }

        var kind = blob.ReadSignatureHeader().Kind;
        blob.Reset();
        switch (kind)
        {
            case SignatureKind.Field:
                decoder.DecodeFieldSignature(ref blob);
                break;
            case SignatureKind.LocalVariables:
                decoder.DecodeLocalSignature(ref blob);
                break;
            default:
                decoder.DecodeMethodSignature(ref blob);
                break;
        }
    }

    /// <summary>Hands on each type that a signature names.</summary>
    private sealed class Signatures(TypeReferences references) : ISignatureTypeProvider<bool, object?>
    {
        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Note(handle);
        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Note(handle);
        public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Note(handle);
        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;
        public bool GetArrayType(bool elementType, ArrayShape shape) => true;
        public bool GetByReferenceType(bool elementType) => true;
        public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;
        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;
        public bool GetGenericMethodParameter(object? genericContext, int index) => true;
        public bool GetGenericTypeParameter(object? genericContext, int index) => true;
        public bool GetPinnedType(bool elementType) => true;
        public bool GetPointerType(bool elementType) => true;
        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;
        public bool GetSZArrayType(bool elementType) => true;

        private bool Note(EntityHandle handle)
        {
            references.Add(handle);
            return true;
        }
    }
}
