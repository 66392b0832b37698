using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace HeapGraph.Cli.Tests.Layers;

/// <summary>A type as it was compiled, with all that is nested in it: the files it is written in (<c>Core/Graph/ObjectGraph.cs</c>,
/// below <c>src/HeapGraph.</c>), the types of its own assembly that it refers to, and the assemblies of the others.</summary>
/// <remarks>What the compiler resolves by itself leaves no trace: constants, <c>nameof</c>, and <c>typeof</c> in an attribute.</remarks>
internal sealed record CompiledType(string Name, IReadOnlySet<string> Files, IReadOnlySet<TypeDefinitionHandle> RefersTo, IReadOnlySet<string> Libraries)
{
    private const string Sources = "/src/HeapGraph.";

    /// <summary>Documents of a type without any code, as a list of compressed numbers
    /// (https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md).</summary>
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>Every outermost type of an assembly. Its portable PDB lies beside it.</summary>
    public static IReadOnlyDictionary<TypeDefinitionHandle, CompiledType> AllOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
        var (metadata, pdb) = (file.GetMetadataReader(), symbols.GetMetadataReader());
        var documentsOfType = pdb.CustomDebugInformation.Select(pdb.GetCustomDebugInformation)
            .Where(information => pdb.GetGuid(information.Kind) == TypeDefinitionDocuments)
            .ToLookup(information => (TypeDefinitionHandle)information.Parent, information => information.Value);

        return metadata.TypeDefinitions.GroupBy(metadata.Outermost).ToDictionary(types => types.Key, types =>
        {
            var references = new TypeReferences(file, metadata);
            HashSet<string> files = [];
            foreach (var type in types)
            {
                references.AddType(type);
                var methods = metadata.GetTypeDefinition(type).GetMethods().Select(method => pdb.GetMethodDebugInformation(method.ToDebugInformationHandle()));
                var documents = methods.SelectMany(DocumentsOf).Concat(documentsOfType[type].SelectMany(list => DocumentsIn(pdb.GetBlobReader(list))));
                files.UnionWith(documents.Distinct().Select(NameOf).OfType<string>());
            }

            return new CompiledType(
                metadata.GetString(metadata.GetTypeDefinition(types.Key).Name), files, references.Own.Except([types.Key]).ToHashSet(), references.Libraries);
        });

        // Null for what a generator wrote.
        string? NameOf(DocumentHandle document)
        {
            var path = pdb.GetString(pdb.GetDocument(document).Name).Replace('\\', '/');
            var start = path.LastIndexOf(Sources, StringComparison.Ordinal);
            return start < 0 || path.Contains("/obj/", StringComparison.Ordinal) ? null : path[(start + Sources.Length)..];
        }
    }

    private static IEnumerable<DocumentHandle> DocumentsOf(MethodDebugInformation method) =>
        method.SequencePointsBlob.IsNil ? []
        : method.Document.IsNil ? method.GetSequencePoints().Select(point => point.Document)
        : [method.Document];

    private static List<DocumentHandle> DocumentsIn(BlobReader list)
    {
        List<DocumentHandle> documents = [];
        while (list.RemainingBytes > 0)
        {
            documents.Add(MetadataTokens.DocumentHandle(list.ReadCompressedInteger()));
        }

        return documents;
    }
}
