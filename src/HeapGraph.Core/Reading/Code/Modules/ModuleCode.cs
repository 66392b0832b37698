using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>A module's metadata and the code of its methods.</summary>
/// <remarks>Where methods begin is listed when it is first asked for: 16 bytes each.</remarks>
internal sealed unsafe class ModuleCode
{
    private const string FriendAttribute = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";

    private readonly ModuleBytes _bytes;   // keeps the memory
    private readonly PEReader _file;
    private readonly Dictionary<int, Callee?> _callees = [];
    private bool? _hasFriends;

    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    /// <exception cref="InvalidOperationException">It has no metadata.</exception>
    public ModuleCode(ModuleBytes bytes, OwnNamespaces? own = null)
    {
        (_bytes, _file, Own) = (bytes, bytes.Open(), own ?? OwnNamespaces.Unsaid);
        Metadata = _file.GetMetadataReader();
        Assembly = Metadata.IsAssembly ? MetadataNames.Of(Metadata, Metadata.GetAssemblyDefinition().Name) : "";
        Build = Metadata.GetGuid(Metadata.GetModuleDefinition().Mvid);
    }

    public MetadataReader Metadata { get; }

    /// <summary>Which namespaces are the program's own.</summary>
    public OwnNamespaces Own { get; }

    /// <summary>The simple name of its assembly.</summary>
    public string Assembly { get; }

    /// <summary>What each build has anew.</summary>
    public Guid Build { get; }

    /// <summary>The simple names of the assemblies that it refers to.</summary>
    public IReadOnlySet<string> References =>
        field ??= Metadata.AssemblyReferences.Select(handle => MetadataNames.Of(Metadata, Metadata.GetAssemblyReference(handle).Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anything was met that could not be read.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>Bytes of the whole.</summary>
    public int Bytes => _bytes.Length;

    /// <summary>How many members, and sets of type arguments for them, its code may name that are defined elsewhere.</summary>
    public int ReferenceCount => Metadata.GetTableRowCount(TableIndex.MemberRef) + Metadata.GetTableRowCount(TableIndex.MethodSpec);

    /// <summary>Whether it lets other assemblies use what is internal (InternalsVisibleTo).</summary>
    public bool HasFriends => _hasFriends ??= LooksForFriends();

    /// <summary>The full names without type arguments of the interfaces that its types implement, one for each time.</summary>
    public IEnumerable<string> Interfaces => Metadata.TypeDefinitions.SelectMany(type => Metadata.GetTypeDefinition(type).GetInterfaceImplementations())
        .Select(implemented => WhereWhole(() => MetadataTypes.Of(Metadata, Metadata.GetInterfaceImplementation(implemented).Interface))?.Definition).OfType<string>();

    private Dictionary<string, TypeDefinitionHandle> Types => field ??= NamedTypes();

    private (int[] Starts, MethodDefinitionHandle[] Methods) Bodies => field.Starts is null ? field = ListedBodies() : field;

    /// <summary>A type of it by its full name without type arguments.</summary>
    public TypeDefinitionHandle? TypeNamed(string definition) => Types.TryGetValue(definition, out var type) ? type : null;

    /// <summary>The definition of the type that has a method.</summary>
    public string TypeOf(MethodDefinitionHandle method) => MetadataTypes.Of(Metadata, Metadata.GetMethodDefinition(method).GetDeclaringType())!.Definition;

    /// <summary>The methods whose code may have one of some tokens: where their bytes stand, whatever these are.</summary>
    /// <remarks>A search of all code per token: some 10 GB per second.</remarks>
    public IReadOnlyCollection<MethodDefinitionHandle> MethodsWith(IEnumerable<int> tokens)
    {
        var (starts, methods) = Bodies;
        var found = new SortedSet<int>();
        if (starts.Length > 0)
        {
            var code = new ReadOnlySpan<byte>((byte*)_bytes.Pointer + starts[0], _bytes.Length - starts[0]);
            foreach (var token in tokens)
            {
                var wanted = MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in token));
                for (var at = code.IndexOf(wanted); at >= 0;)
                {
                    var index = Array.BinarySearch(starts, starts[0] + at);
                    index = index >= 0 ? index : ~index - 1;
                    found.Add(index);

                    // How often it has it does not matter.
                    while (index + 1 < starts.Length && starts[index + 1] - starts[0] <= at)
                    {
                        index++;
                    }

                    var from = index + 1 < starts.Length ? starts[index + 1] - starts[0] : code.Length;
                    var next = code[from..].IndexOf(wanted);
                    at = next < 0 ? -1 : from + next;
                }
            }
        }

        return [.. found.Select(index => methods[index])];
    }

    /// <summary>The code of a method; null when it has none, or is damaged.</summary>
    public MethodBodyBlock? BodyOf(MethodDefinitionHandle method)
    {
        try
        {
            return Metadata.GetMethodDefinition(method).RelativeVirtualAddress is > 0 and var address ? _file.GetMethodBody(address) : null;
        }
        catch (Exception damaged) when (damaged is BadImageFormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What a token of a call means; null for what can't be told.</summary>
    public Callee? CalleeOf(int token)
    {
        if (!_callees.TryGetValue(token, out var callee))
        {
            try
            {
                callee = Callee.Of(Metadata, MetadataTokens.EntityHandle(token), Own);
            }
            catch (Exception damaged) when (damaged is BadImageFormatException or ArgumentException or InvalidCastException)
            {
                callee = null;
            }

            _callees[token] = callee;
        }

        return callee;
    }

    /// <summary>Reads a part that others don't depend on; nothing where it is damaged.</summary>
    private T? WhereWhole<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is BadImageFormatException or ArgumentException or InvalidCastException)
        {
            IsDamaged = true;
            return null;
        }
    }

    private bool LooksForFriends() =>
        Metadata.IsAssembly && Metadata.GetAssemblyDefinition().GetCustomAttributes().Any(handle => WhereWhole(() => AttributeOf(handle)) is { Definition: FriendAttribute });

    private MetadataType? AttributeOf(CustomAttributeHandle handle) => Metadata.GetCustomAttribute(handle).Constructor is { Kind: HandleKind.MemberReference } constructor
        ? MetadataTypes.Of(Metadata, Metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent) : null;

    private Dictionary<string, TypeDefinitionHandle> NamedTypes()
    {
        var types = new Dictionary<string, TypeDefinitionHandle>();
        foreach (var handle in Metadata.TypeDefinitions)
        {
            if (WhereWhole(() => MetadataTypes.Of(Metadata, handle)) is { } type)
            {
                types.TryAdd(type.Definition, handle);
            }
        }

        return types;
    }

    private (int[] Starts, MethodDefinitionHandle[] Methods) ListedBodies()
    {
        var bodies = new List<(int Start, MethodDefinitionHandle Method)>();
        foreach (var handle in Metadata.MethodDefinitions)
        {
            if (Metadata.GetMethodDefinition(handle).RelativeVirtualAddress is > 0 and var address && PlaceOf(address) is { } place)
            {
                bodies.Add((place, handle));
            }
        }

        bodies.Sort((left, right) => left.Start.CompareTo(right.Start));
        return ([.. bodies.Select(body => body.Start)], [.. bodies.Select(body => body.Method)]);
    }

    private int? PlaceOf(int address)
    {
        if (_bytes.IsLoaded)
        {
            return address < _bytes.Length ? address : null;
        }

        var headers = _file.PEHeaders;
        return headers.GetContainingSectionIndex(address) is >= 0 and var index && headers.SectionHeaders[index] is var section
            && address - section.VirtualAddress + section.PointerToRawData is >= 0 and var place && place < _bytes.Length ? place : null;
    }
}
