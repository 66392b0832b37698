using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using HeapGraph.Core.Files;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>The source lines that stack frames stand at, where a portable PDB of just that build is at hand: beside the
/// module, inside it, or where the compiler wrote it.</summary>
internal sealed class SourceLines : IDisposable
{
    // https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md
    private static readonly Guid AsyncStepping = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");

    private readonly Dictionary<ulong, MetadataReaderProvider?> _symbolsByModule = [];

    /// <summary><c>Program.cs:42</c>; null where no symbols tell.</summary>
    public string? Of(ClrStackFrame frame) => frame.Method is { } method ? OfCode(method, frame.InstructionPointer) : null;

    /// <summary>The same for an address within a method's code, behind the instruction that is meant.</summary>
    public string? OfCode(ClrMethod method, ulong address) => In(method, symbols => LineAt(
        method, method.GetILOffset(address - 1), symbols));   // a frame that has called another stands behind the call: one byte back is the call itself

    /// <summary>Where an await of an async method stands.</summary>
    /// <param name="next">The <c>MoveNext</c> of its state machine.</param>
    /// <param name="await">The number of the await, from 0.</param>
    public string? OfAwait(ClrMethod next, int await) => In(next, symbols =>
    {
        var all = symbols.GetCustomDebugInformation(MetadataTokens.MethodDefinitionHandle(next.MetadataToken & 0xFFFFFF))
            .Select(symbols.GetCustomDebugInformation).Where(known => symbols.GetGuid(known.Kind) == AsyncStepping);
        foreach (var stepping in all)
        {
            // Where a handler is, then for each await where it yields, where it goes on, and in which method.
            var blob = symbols.GetBlobReader(stepping.Value);
            blob.ReadUInt32();
            for (var number = 0; blob.RemainingBytes > 0; number++)
            {
                var yields = blob.ReadUInt32();
                blob.ReadUInt32();
                blob.ReadCompressedInteger();
                if (number == await)
                {
                    return LineAt(next, (int)yields, symbols);
                }
            }
        }

        return null;
    });

    public void Dispose()
    {
        foreach (var symbols in _symbolsByModule.Values)
        {
            symbols?.Dispose();
        }
    }

    private string? In(ClrMethod method, Func<MetadataReader, string?> read)
    {
        try
        {
            return method is { Type.Module: { } module } && SymbolsOf(module) is { } symbols ? read(symbols) : null;
        }
        catch (Exception unreadable) when (unreadable is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? LineAt(ClrMethod method, int offset, MetadataReader symbols)
    {
        var rows = MetadataTokens.MethodDefinitionHandle(method.MetadataToken & 0xFFFFFF).ToDebugInformationHandle();
        var points = symbols.GetMethodDebugInformation(rows).GetSequencePoints().Where(point => !point.IsHidden && point.Offset <= Math.Max(offset, 0));
        return points.LastOrDefault() is { StartLine: > 0 } point
            ? $"{FileNameOf(symbols.GetString(symbols.GetDocument(point.Document).Name))}:{point.StartLine}"
            : null;
    }

    /// <summary>The dump's system and this one may write paths in different ways.</summary>
    private static string FileNameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private MetadataReader? SymbolsOf(ClrModule module)
    {
        if (!_symbolsByModule.TryGetValue(module.Address, out var symbols))
        {
            _symbolsByModule[module.Address] = symbols = Open(module);
        }

        return symbols?.GetMetadataReader();
    }

    private static MetadataReaderProvider? Open(ClrModule target)
    {
        if (target.Pdb is not { } wanted || target.Name is not { Length: > 0 } path)
        {
            return null;
        }

        foreach (var candidate in new[] { Path.ChangeExtension(path, ".pdb"), wanted.Path })
        {
            if (RegularFile.TryRead(candidate) is { } file && Checked(MetadataReaderProvider.FromPortablePdbStream(file), wanted.Guid) is { } found)
            {
                return found;
            }
        }

        return RegularFile.TryRead(path) is { } module ? Embedded(module, wanted.Guid) : null;
    }

    private static MetadataReaderProvider? Embedded(FileStream module, Guid wanted)
    {
        using var image = new PEReader(module);
        var entry = image.ReadDebugDirectory().FirstOrDefault(known => known.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        return entry.DataSize == 0 ? null : Checked(image.ReadEmbeddedPortablePdbDebugDirectoryData(entry), wanted);
    }

    /// <summary>Symbols of another build would name wrong lines.</summary>
    private static MetadataReaderProvider? Checked(MetadataReaderProvider symbols, Guid wanted)
    {
        try
        {
            if (symbols.GetMetadataReader().DebugMetadataHeader is { } header && new Guid(header.Id.AsSpan()[..16]) == wanted)
            {
                return symbols;
            }
        }
        catch (BadImageFormatException)
        {
            // A PDB of Windows' own older kind.
        }

        symbols.Dispose();
        return null;
    }
}
