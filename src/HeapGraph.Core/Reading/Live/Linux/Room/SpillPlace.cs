namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>Where what memory has no room for goes when nobody names a folder.</summary>
internal static class SpillPlace
{
    private const string OnDisk = "/var/tmp";   // kept over a restart, so hardly ever in memory

    /// <summary>The temporary folder, or, where that lies in memory itself, the one for larger files.</summary>
    public static string Default => IsInMemory(Path.GetTempPath()) && Directory.Exists(OnDisk) && !IsInMemory(OnDisk) ? OnDisk : Path.GetTempPath();

    /// <summary>Whether files there take memory.</summary>
    public static bool IsInMemory(string folder) => new DriveInfo(folder).DriveType == DriveType.Ram;
}
