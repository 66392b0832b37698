namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>Folders that only their owner may use. On Windows they are as private as the folder around them is.</summary>
internal static class OwnerOnly
{
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
