using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>The version that a person knows a runtime by.</summary>
internal static class ProductVersion
{
    private const int PatchFactor = 100;   // of the third number, which ends in the year: 1226 is patch 12 of 2026

    extension(ClrInfo runtime)
    {
        /// <summary>".NET 10.0.12" for the file version 10.0.1226.42308.</summary>
        public string Name => runtime.Version is { Revision: > 0 } file
            ? $".NET {file.Major}.{file.Minor}.{file.Build / PatchFactor}"
            : $".NET {runtime.Version}";
    }
}
