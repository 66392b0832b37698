using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>Tells ClrMD the true version of the runtime. Its own scan looks at one segment of libcoreclr only, finds
/// nothing in .NET 10, says 0.0, and then leaves out thread statics as roots.</summary>
internal sealed class CoreClrInfoProvider : IClrInfoProvider
{
    private const int MaxSegmentBytes = 64 << 20;

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
        var tableOffset = memory.ReadPointer(module.ImageBase + 32);
        var count = memory.Read<ushort>(module.ImageBase + 56);
        for (var index = 0UL; index < count; index++)
        {
            var header = module.ImageBase + tableOffset + index * 56;
            if (memory.Read<uint>(header) == 1
                && VersionIn(memory, module.ImageBase + memory.ReadPointer(header + 16), memory.ReadPointer(header + 40)) is { } found)
            {
                return found;
            }
        }

        // The folder of a shared framework is named after its version.
        return Version.TryParse(Path.GetFileName(Path.GetDirectoryName(module.FileName)), out var folder) ? folder : null;
    }

    private static Version? VersionIn(IDataReader memory, ulong start, ulong bytes)
    {
        var buffer = new byte[Math.Min(bytes, MaxSegmentBytes)];
        return RuntimeVersion.In(buffer.AsSpan(0, memory.Read(start, buffer)));
    }
}
