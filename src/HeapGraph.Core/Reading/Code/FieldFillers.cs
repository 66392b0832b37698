using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Code.Modules;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Code;

/// <summary>Who fills a field, from the code of the program's own assemblies.</summary>
/// <remarks>The DAC is asked for no more than which field that is, and where the assemblies are. Their code is searched without it.</remarks>
internal sealed class FieldFillers(
    WalkedDump dump, ObjectGraphSource objects, IReadOnlyDictionary<ulong, StaticSlot> statics, Func<Func<object?>, object?>? watched = null) : IFieldFillers
{
    private const int MostBaseTypes = 64;

    private readonly Dictionary<AskedField, FilledIn?> _found = [];
    private ProgramCode? _program;

    public IFieldFillers Watched(Func<Func<object?>, object?> watched) => new FieldFillers(dump, objects, statics, watched);

    public FilledIn? OfStatic(HeapRoot root, CancellationToken cancellation) => !statics.TryGetValue(root.Address, out var slot) ? null
        : Find(slot.MethodTable, () => dump.Runtime.GetTypeByMethodTable(slot.MethodTable) is { } type ? Asked(type, slot.Token, root.ObjectIndex) : null, cancellation);

    public FilledIn? OfField(int owner, string path, int held, CancellationToken cancellation) =>
        Find(objects.FactsOf(owner).Address, () => AskedAt(owner, path, held), cancellation);

    public IReadOnlyList<(string Type, string Method)>? NamedBy(int owner, string path, int held)
    {
        try
        {
            var methodTable = objects.FactsOf(owner).Address;
            if (AskDac(methodTable, () => AskedAt(owner, path, held)) is not { } field || ProgramOf(methodTable).Of(field.Module, out _) is not { } home)
            {
                return null;
            }

            var tokens = MemberTokens.Of(home, home, MetadataTokens.FieldDefinitionHandle(field.Token & 0xFFFFFF), instance: null);
            return [.. home.MethodsWith(tokens).Select(method => (home.TypeOf(method), MetadataNames.Of(home.Metadata, home.Metadata.GetMethodDefinition(method).Name)))];
        }
        catch (Exception unreadable) when (unreadable is not (OutOfMemoryException or OperationCanceledException))
        {
            return null;
        }
    }

    // A name may have dots of its own: that of a property which implements an interface's.
    private AskedField? AskedAt(int owner, string path, int held)
    {
        var (type, address, target) = (dump.Runtime.GetTypeByMethodTable(objects.FactsOf(owner).Address), objects.AddressOf(owner), objects.AddressOf(held));
        return (FieldAt(type, address, [path], target) ?? FieldAt(type, address, path.Split('.'), target)) is { ContainingType: { } declaring } field ? Asked(declaring, field.Token, held) : null;
    }

    private ProgramCode ProgramOf(ulong methodTable) => _program ??= new ProgramCode(AskDac(methodTable, () => ModuleFacts.AllOf(dump.Runtime)) ?? [], dump.Image, dump.Own);

    // Several may have the name, in base types.
    private ClrInstanceField? FieldAt(ClrType? type, ulong address, ReadOnlySpan<string> path, ulong held)
    {
        var isInner = false;
        for (; path.Length > 1 && type is not null; path = path[1..], isInner = true)
        {
            var name = path[0];
            var field = type.Fields.FirstOrDefault(field => field.Name == name && field.IsValueType);
            (address, type) = (field?.GetAddress(address, isInner) ?? 0, field?.Type);
        }

        foreach (var field in type?.Fields ?? [])
        {
            if (field.Name == path[0] && dump.Image.TryRead(field.GetAddress(address, isInner), out ulong found) && found == held)
            {
                return field;
            }
        }

        return null;
    }

    private AskedField? Asked(ClrType type, int token, int held)
    {
        if (type.Module is not { } module || dump.Own.LeaveToFramework(type.Name ?? ""))
        {
            return null;
        }

        var name = CSharpTypeName.FullNameOf(type.Name ?? "");
        var instance = name.Contains('<') && !name.Contains("System.__Canon", StringComparison.Ordinal) ? name : null;
        return new AskedField(module.Address, token, instance, !HoldsOthers(held));
    }

    /// <summary>Looks for the methods.</summary>
    /// <param name="methodTable">The type that the DAC is asked about.</param>
    /// <param name="asked">Asks it which field is meant.</param>
    /// <param name="cancellation">Ends the search.</param>
    private FilledIn? Find(ulong methodTable, Func<AskedField?> asked, CancellationToken cancellation)
    {
        try
        {
            if (AskDac(methodTable, asked) is not { } field)
            {
                return null;
            }

            if (!_found.TryGetValue(field, out var found))
            {
                var program = ProgramOf(methodTable);
                _found[field] = found = program.Of(field.Module, out var whyNot) is { } home
                    ? FillSearch.For(program, new SoughtField(home, MetadataTokens.FieldDefinitionHandle(field.Token & 0xFFFFFF), field.Instance, field.IsLinked), cancellation)
                    : whyNot is null ? null : new FilledIn([]) { Unknown = $"{whyNot}." };
            }

            return found;
        }
        catch (Exception unreadable) when (unreadable is not (OutOfMemoryException or OperationCanceledException))
        {
            return new FilledIn([]) { Unknown = "What tells of its type could not be read." };
        }
    }

    private T? AskDac<T>(ulong methodTable, Func<T?> read)
        where T : class => (T?)(watched ?? (ask => ask()))(() => DacCall.OfType(methodTable, dump.Image, dump.LeftOut, read));

    /// <summary>Whether an object is an array, a delegate, or one of .NET's types or of a type that derives from one.</summary>
    private bool HoldsOthers(int objectIndex)
    {
        var type = dump.Runtime.GetTypeByMethodTable(objects.FactsOf(objectIndex).Address);
        for (var bases = 0; type is not null && bases < MostBaseTypes; type = type.BaseType, bases++)
        {
            if (type.IsArray || (type.Name is { } name && dump.Own.LeaveToFramework(name) && name is not "System.Object" and not "System.ValueType"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A field, and what it is searched as.</summary>
    private sealed record AskedField(ulong Module, int Token, string? Instance, bool IsLinked);
}
