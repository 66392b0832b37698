using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>A path to what is open, whatever has become of the name that it was opened by. On Linux, while /proc is mounted.</summary>
internal static class DescriptorPath
{
    private const string Folder = "/proc/self/fd/";

    /// <summary>Whether there are such paths here.</summary>
    public static bool Works => Directory.Exists(Folder);

    /// <summary>The path of an open file or folder.</summary>
    public static string Of(SafeFileHandle open) => Folder + open.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
}
