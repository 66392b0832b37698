using System.IO.MemoryMappedFiles;

static class MappedMemory
{
    static MemoryMappedFile? s_file;
    static MemoryMappedViewAccessor? s_view;

    public static unsafe void Map(int megabytes)
    {
        var path = Path.Combine(Path.GetTempPath(), $"known-native-{Environment.ProcessId}.bin");
        var bytes = (long)megabytes << 20;
        var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, 1, FileOptions.DeleteOnClose);
        stream.SetLength(bytes);
        s_file = MemoryMappedFile.CreateFromFile(stream, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        s_view = s_file.CreateViewAccessor();
        byte* pointer = null;
        s_view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        for (long at = 0; at < bytes; at += 4096)
        {
            pointer[at] = 1;
        }

        // Nobody has to clean up after it, however it ends.
        File.Delete(path);
        Known.Say("mmap", ("bytes", bytes));
    }
}
