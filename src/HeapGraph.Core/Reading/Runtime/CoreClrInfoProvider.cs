using HeapGraph.Core.Reading.Elf;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>Tells ClrMD the true version of the runtime. Its own scan looks at one segment of libcoreclr only, finds
/// nothing in .NET 10, says 0.0, and then leaves out thread statics as roots.</summary>
internal sealed class CoreClrInfoProvider : IClrInfoProvider
{
    private const ulong MaxSegmentBytes = 64 << 20;

    public ClrInfo? ProvideClrInfoForModule(DataTarget dataTarget, ModuleInfo module) =>
        Path.GetFileName(module.FileName) == "libcoreclr.so" && VersionOf(dataTarget.DataReader, module) is { } version
            ? new ClrInfo(dataTarget, module, version)
            {
                Flavor = ClrFlavor.Core,
                BuildId = module.BuildId,
                DebuggingLibraries = [],
                ContractDescriptorAddress = module.GetExportSymbolAddress("DotNetRuntimeContractDescriptor"),
            }
            : null;

    private static Version? VersionOf(IDataReader memory, ModuleInfo module)
    {
        foreach (var part in ElfFile.Of((offset, buffer) => memory.Read(module.ImageBase + offset, buffer))?.Parts() ?? [])
        {
            if (part.Type == ElfProgramHeader.Memory
                && RuntimeVersion.In((offset, buffer) => memory.Read(module.ImageBase + part.Address + offset, buffer), Math.Min(part.MemoryBytes, MaxSegmentBytes)) is { } found)
            {
                return found;
            }
        }

        // The folder of a shared framework is named after its version.
        return Version.TryParse(Path.GetFileName(Path.GetDirectoryName(module.FileName)), out var folder) ? folder : null;
    }
}
