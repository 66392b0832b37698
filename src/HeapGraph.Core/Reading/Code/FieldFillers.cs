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
internal sealed class FieldFillers(WalkedDump dump, ObjectGraphSource objects, IReadOnlyDictionary<ulong, StaticSlot> statics) : IFieldFillers
{
    private const int MostBaseTypes = 64;

    private readonly ProgramCode _program = new(dump.Runtime, dump.Image);
    private readonly Dictionary<(ulong Module, int Token, string? Type), FilledIn?> _found = [];

    public FilledIn? OfStatic(HeapRoot root, CancellationToken cancellation) => !statics.TryGetValue(root.Address, out var slot) ? null
        : OrNothing(slot.MethodTable, () => dump.Runtime.GetTypeByMethodTable(slot.MethodTable) is { } type ? Find(type, slot.Token, root.ObjectIndex, cancellation) : null);

    public FilledIn? OfField(int owner, string path, int held, CancellationToken cancellation)
    {
        var methodTable = objects.FactsOf(owner).Address;
        return OrNothing(methodTable, () =>
        {
            // A name may have dots of its own: that of a property which implements an interface's.
            var (type, address, target) = (dump.Runtime.GetTypeByMethodTable(methodTable), objects.AddressOf(owner), objects.AddressOf(held));
            return (FieldAt(type, address, [path], target) ?? FieldAt(type, address, path.Split('.'), target)) is { ContainingType: { } declaring } field
                ? Find(declaring, field.Token, held, cancellation) : null;
        });
    }

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

    private FilledIn? Find(ClrType type, int token, int held, CancellationToken cancellation)
    {
        if (type.Module is not { } module || FrameworkNames.Owns(type.Name ?? ""))
        {
            return null;
        }

        var name = CSharpTypeName.FullNameOf(type.Name ?? "");
        var instance = name.Contains('<') && !name.Contains("System.__Canon", StringComparison.Ordinal) ? name : null;
        var key = (module.Address, token, instance);
        if (!_found.TryGetValue(key, out var found))
        {
            _found[key] = found = _program.Of(module, out var whyNot) is { } home
                ? FillSearch.For(_program, new SoughtField(home, MetadataTokens.FieldDefinitionHandle(token & 0xFFFFFF), instance, !HoldsOthers(held)), cancellation)
                : whyNot is null ? null : new FilledIn([]) { Unknown = $"{whyNot}." };
        }

        return found;
    }

    /// <summary>Whether an object is an array, a delegate, or one of .NET's types or of a type that derives from one.</summary>
    private bool HoldsOthers(int objectIndex)
    {
        var type = dump.Runtime.GetTypeByMethodTable(objects.FactsOf(objectIndex).Address);
        for (var bases = 0; type is not null && bases < MostBaseTypes; type = type.BaseType, bases++)
        {
            if (type.IsArray || (type.Name is { } name && FrameworkNames.Owns(name) && name is not "System.Object" and not "System.ValueType"))
            {
                return true;
            }
        }

        return false;
    }

    private T? OrNothing<T>(ulong methodTable, Func<T?> read) => DacCall.OfTypeOrNothing(methodTable, dump.Image, dump.LeftOut, read);
}
