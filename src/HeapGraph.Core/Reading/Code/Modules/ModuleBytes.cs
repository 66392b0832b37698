using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>The bytes of a module: from the dump where it holds them, otherwise from the file of just that build.</summary>
/// <param name="Pointer">Where they stand: in the mapped dump, or in <paramref name="Owner"/>.</param>
/// <param name="Length">How many.</param>
/// <param name="IsLoaded">Whether its sections stand where the runtime put them, not as in the file.</param>
/// <param name="Owner">A pinned copy; null for bytes of the dump.</param>
internal sealed unsafe record ModuleBytes(nint Pointer, int Length, bool IsLoaded, byte[]? Owner)
{
    private const int HeaderBytes = 4096;

    public PEReader Open() => new((byte*)Pointer, Length, IsLoaded);

    /// <summary>Finds them.</summary>
    /// <param name="module">The module.</param>
    /// <param name="image">The dump.</param>
    /// <param name="whyNot">Why they are not at hand, as the end of a sentence about the module; null where they are.</param>
    public static ModuleBytes? Of(ModuleFacts module, MemoryImage image, out string? whyNot)
    {
        whyNot = null;
        if (module.IsDynamic)
        {
            whyNot = "was made while the program ran, and has no code in the dump";
            return null;
        }

        return InMemory(module, image) ?? InFile(module, image, out whyNot);
    }

    private static ModuleBytes? InMemory(ModuleFacts module, MemoryImage image)
    {
        if (ImageSections.Of(module.ImageBase, module.MetadataAddress, image) is not { } sections)
        {
            return null;
        }

        var pointer = image.PointerTo(module.ImageBase, out var available);
        if (available >= (ulong)sections.Length)
        {
            return new ModuleBytes((nint)pointer, sections.Length, sections.IsLoaded, null);
        }

        if (image.ReadableFrom(module.ImageBase + (ulong)sections.Start, (ulong)sections.Bytes) < (ulong)sections.Bytes)
        {
            return null;
        }

        var copy = GC.AllocateArray<byte>(sections.Length, pinned: true);
        image.Read(module.ImageBase, copy.AsSpan(0, Math.Min(HeaderBytes, copy.Length)));
        return image.Read(module.ImageBase + (ulong)sections.Start, copy.AsSpan(sections.Start, sections.Bytes)) == sections.Bytes ? Pinned(copy, sections.IsLoaded) : null;
    }

    private static ModuleBytes? InFile(ModuleFacts module, MemoryImage image, out string? whyNot)
    {
        if (BuildOf(module, image) is not { } wanted)
        {
            whyNot = "is not in the dump, nor what tells its build";
            return null;
        }

        return OfFile(module.Path, wanted, out whyNot);
    }

    /// <summary>Those of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">The build that it must be.</param>
    /// <param name="whyNot">Likewise.</param>
    public static ModuleBytes? OfFile(string path, Guid wanted, out string? whyNot)
    {
        using var file = path.Length == 0 ? null : RegularFile.TryRead(path);
        if (file is null or { Length: > ImageSections.Most })
        {
            whyNot = $"is neither in the dump nor at '{path}'";
            return null;
        }

        try
        {
            if (file.Length == 0)
            {
                throw new BadImageFormatException();
            }

            var copy = GC.AllocateUninitializedArray<byte>((int)file.Length, pinned: true);
            file.ReadExactly(copy);
            var bytes = Pinned(copy, isLoaded: false);
            using var opened = bytes.Open();
            var metadata = opened.GetMetadataReader();
            if (metadata.GetGuid(metadata.GetModuleDefinition().Mvid) == wanted)
            {
                whyNot = null;
                return bytes;
            }

            whyNot = $"is not in the dump, and '{path}' is another build";
        }
        catch (Exception unreadable) when (unreadable is BadImageFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            whyNot = $"is not in the dump, and '{path}' can't be read";
        }

        return null;
    }

    /// <summary>The module's own number, which each build has anew, as the dump has it.</summary>
    private static Guid? BuildOf(ModuleFacts module, MemoryImage image)
    {
        if (module.MetadataAddress == 0 || module.MetadataLength is 0 or > ImageSections.Most || image.ReadableFrom(module.MetadataAddress, module.MetadataLength) < module.MetadataLength)
        {
            return null;
        }

        var copy = GC.AllocateUninitializedArray<byte>((int)module.MetadataLength, pinned: true);
        if (image.Read(module.MetadataAddress, copy) < copy.Length)
        {
            return null;
        }

        fixed (byte* pointer = copy)
        {
            try
            {
                var metadata = new MetadataReader(pointer, copy.Length);
                return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
            }
            catch (BadImageFormatException)
            {
                return null;
            }
        }
    }

    private static ModuleBytes Pinned(byte[] copy, bool isLoaded)
    {
        fixed (byte* pointer = copy)
        {
            return new ModuleBytes((nint)pointer, copy.Length, isLoaded, copy);
        }
    }
}
