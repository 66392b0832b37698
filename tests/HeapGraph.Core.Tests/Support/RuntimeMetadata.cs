using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using HeapGraph.Testing;

namespace HeapGraph.Core.Tests.Support;

/// <summary>The types of a .NET and their fields, from the metadata of its libraries: names without type arguments, nested types behind a dot.</summary>
internal sealed class RuntimeMetadata
{
    private static readonly Dictionary<TargetRuntime, Lazy<RuntimeMetadata>> Known = TargetRuntimes.All.ToDictionary(
        runtime => runtime, runtime => new Lazy<RuntimeMetadata>(() => new RuntimeMetadata(runtime)));

    // List<T> and List are one, as a Task<T> derives from Task.
    private readonly Dictionary<string, List<(string? Base, Dictionary<string, string> Fields)>> _types = [];

    private RuntimeMetadata(TargetRuntime runtime)
    {
        foreach (var file in Directory.GetFiles(runtime.Libraries, "System*.dll"))
        {
            using var library = new PEReader(File.OpenRead(file));
            if (library.HasMetadata)
            {
                Read(library.GetMetadataReader());
            }
        }
    }

    public static RuntimeMetadata Of(TargetRuntime runtime) => Known[runtime].Value;

    public IEnumerable<string> Types => _types.Keys;

    public bool Has(string type) => _types.ContainsKey(type);

    /// <summary>The names of a type's fields with those of its base types, and what type each has.</summary>
    public IEnumerable<KeyValuePair<string, string>> FieldsOf(string type)
    {
        var (seen, next) = (new HashSet<string>(), new Queue<string>([type]));
        while (next.TryDequeue(out var at))
        {
            foreach (var (above, fields) in seen.Add(at) ? _types.GetValueOrDefault(at, []) : [])
            {
                foreach (var field in fields)
                {
                    yield return field;
                }

                next.Enqueue(above ?? at);
            }
        }
    }

    private void Read(MetadataReader reader)
    {
        var names = new TypeNames();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var fields = type.GetFields().Select(reader.GetFieldDefinition)
                .Select(field => KeyValuePair.Create(reader.GetString(field.Name), field.DecodeSignature(names, null))).ToDictionary();
            var name = names.GetTypeFromDefinition(reader, handle, 0);
            (_types.TryGetValue(name, out var same) ? same : _types[name] = []).Add((BaseOf(reader, type, names), fields));
        }
    }

    private static string? BaseOf(MetadataReader reader, TypeDefinition type, TypeNames names) => type.BaseType switch
    {
        { IsNil: true } => null,
        { Kind: HandleKind.TypeDefinition } handle => names.GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        { Kind: HandleKind.TypeReference } handle => names.GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        var handle => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(names, null),
    };

    /// <summary>Names as HeapGraph has definitions: no arity, a dot before a nested type. Of an array that of its elements.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeDefinition(handle);
            return type.GetDeclaringType() is { IsNil: false } outer ? $"{GetTypeFromDefinition(reader, outer, 0)}.{Plain(reader.GetString(type.Name))}"
                : Joined(reader.GetString(type.Namespace), reader.GetString(type.Name));
        }

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}.{Plain(reader.GetString(type.Name))}"
                : Joined(reader.GetString(type.Namespace), reader.GetString(type.Name));
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public string GetSZArrayType(string elementType) => elementType;

        public string GetArrayType(string elementType, ArrayShape shape) => elementType;

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetByReferenceType(string elementType) => elementType;

        public string GetPointerType(string elementType) => "";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "";

        public string GetGenericMethodParameter(object? genericContext, int index) => "";

        public string GetGenericTypeParameter(object? genericContext, int index) => "";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";

        private static string Joined(string space, string name) => space.Length == 0 ? Plain(name) : $"{space}.{Plain(name)}";

        private static string Plain(string name) => name.IndexOf('`', StringComparison.Ordinal) is > 0 and var arity ? name[..arity] : name;
    }
}
