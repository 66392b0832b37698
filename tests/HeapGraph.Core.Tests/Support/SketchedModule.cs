using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Tests.Support;

/// <summary>An assembly "Shop" made by hand, as no compiler makes it: <c>class Shop.Cache { internal static object Items; }</c>, with methods of that class.</summary>
internal sealed class SketchedModule
{
    /// <summary>The tokens of the field and of the first method; a TypeRef and a MemberRef of the first row are <c>System.Object</c> and its constructor.</summary>
    public const int Items = 0x04000001, FirstMethod = 0x06000001;

    private readonly BlobBuilder _code = new();
    private readonly MethodBodyStreamEncoder _bodies;

    public SketchedModule()
    {
        _bodies = new MethodBodyStreamEncoder(_code);
        Metadata.AddModule(0, Metadata.GetOrAddString("Shop.dll"), Metadata.GetOrAddGuid(new Guid(1, 2, 3, new byte[8])), default, default);
        Metadata.AddAssembly(Metadata.GetOrAddString("Shop"), new Version(1, 0), default, default, 0, AssemblyHashAlgorithm.None);
        var runtime = Metadata.AddAssemblyReference(Metadata.GetOrAddString("System.Runtime"), new Version(10, 0), default, default, 0, default);
        var objects = Metadata.AddTypeReference(runtime, Metadata.GetOrAddString("System"), Metadata.GetOrAddString("Object"));
        Metadata.AddMemberReference(objects, Metadata.GetOrAddString(".ctor"), Blob(0x20, 0, 1));
        Metadata.AddTypeDefinition(default, default, Metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        Metadata.AddTypeDefinition(
            TypeAttributes.Class, Metadata.GetOrAddString("Shop"), Metadata.GetOrAddString("Cache"), objects, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        Metadata.AddFieldDefinition(FieldAttributes.Static | FieldAttributes.Assembly, Metadata.GetOrAddString("Items"), Blob(0x06, 0x1C));
    }

    public MetadataBuilder Metadata { get; } = new();

    public BlobHandle Blob(params byte[] bytes) => Metadata.GetOrAddBlob(bytes);

    /// <summary>Adds a static method.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="code">Its instructions.</param>
    /// <param name="locals">The signature of its variables.</param>
    /// <param name="signature">Its own; <c>void()</c> when none is given.</param>
    public SketchedModule With(string name, byte[] code, byte[]? locals = null, byte[]? signature = null)
    {
        var variables = locals is null ? default : Metadata.AddStandaloneSignature(Blob(locals));
        var body = _bodies.AddMethodBody(code.Length, maxStack: 8, localVariablesSignature: variables);
        new BlobWriter(body.Instructions).WriteBytes(code);
        Metadata.AddMethodDefinition(MethodAttributes.Static, default, Metadata.GetOrAddString(name), Blob(signature ?? [0, 0, 1]), body.Offset, MetadataTokens.ParameterHandle(1));
        return this;
    }

    /// <summary>Adds <c>Items = "..."</c>.</summary>
    public SketchedModule WithLoad() => With("Load", [0x72, 1, 0, 0, 0x70, 0x80, 1, 0, 0, 4, 0x2A]);

    public unsafe ModuleCode Build()
    {
        var image = new BlobBuilder();
        new ManagedPEBuilder(new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll), new MetadataRootBuilder(Metadata, suppressValidation: true), _code).Serialize(image);
        var bytes = GC.AllocateUninitializedArray<byte>(image.Count, pinned: true);
        image.ToArray().CopyTo(bytes, 0);
        fixed (byte* start = bytes)
        {
            return new ModuleCode(new ModuleBytes((nint)start, bytes.Length, IsLoaded: false, bytes));
        }
    }
}
