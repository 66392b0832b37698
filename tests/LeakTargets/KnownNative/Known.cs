using System.Globalization;
using System.Runtime.InteropServices;

// What the program knows of its memory, a line of JSON each.
static unsafe class Known
{
    public static void Say(string kind, params (string Name, long Value)[] values) => Console.WriteLine(
        $$"""{"kind":"{{kind}}"{{string.Concat(values.Select(value => string.Create(CultureInfo.InvariantCulture, $",\"{value.Name}\":{value.Value}")))}}}""");

    // What the kernel counts for it; "before" is before it has made anything.
    public static void SayResident(string when)
    {
        var resident = File.ReadLines("/proc/self/smaps_rollup").First(line => line.StartsWith("Rss:", StringComparison.Ordinal));
        Say(when, ("bytes", long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10));
    }

    public static void SayHeap()
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);
        Say("heap", ("committed", memory.TotalCommittedBytes), ("size", memory.HeapSizeBytes), ("fragmented", memory.FragmentedBytes), ("collections", GC.CollectionCount(0)), ("full", GC.CollectionCount(2)));
    }

    // What malloc itself counts: of all arenas together, and of each.
    public static void SayMalloc()
    {
        try
        {
            var all = mallinfo2();
            Say("mallinfo", ("arena", all.Arena), ("inUse", all.InUse), ("free", all.Free), ("fast", all.Fast), ("top", all.Top), ("large", all.Large), ("largeBlocks", all.LargeBlocks));

            byte* text;
            nuint length;
            var stream = open_memstream(&text, &length);
            if (malloc_info(0, stream) == 0)
            {
                fclose(stream);
                SayArenas(Marshal.PtrToStringUTF8((nint)text, (int)length)!);
            }
        }
        catch (EntryPointNotFoundException)
        {
            Say("no mallinfo");   // not glibc, or before 2.33
        }
    }

    // <heap nr="0"> ... <total type="fast" count="0" size="0"/> <total type="rest" count="3" size="12345"/> <system type="current" size="135168"/> ...
    static void SayArenas(string text)
    {
        foreach (var heap in text.Split("<heap nr=").Skip(1))
        {
            Say("arena", ("fast", Size(heap, "<total type=\"fast\"")), ("rest", Size(heap, "<total type=\"rest\"")), ("system", Size(heap, "<system type=\"current\"")));
        }
    }

    static long Size(string text, string element)
    {
        var start = text.IndexOf("size=\"", text.IndexOf(element, StringComparison.Ordinal), StringComparison.Ordinal) + 6;
        return long.Parse(text.AsSpan(start, text.IndexOf('"', start) - start), CultureInfo.InvariantCulture);
    }

    [DllImport("libc.so.6")]
    static extern MallocNumbers mallinfo2();

    [DllImport("libc.so.6")]
    static extern int malloc_info(int options, nint stream);

    [DllImport("libc.so.6")]
    static extern nint open_memstream(byte** text, nuint* length);

    [DllImport("libc.so.6")]
    static extern int fclose(nint stream);

#pragma warning disable CS0649   // the C library fills them
    // struct mallinfo2
    struct MallocNumbers
    {
        public long Arena, Blocks, FastBlocks, LargeBlocks, Large, Unused, Fast, InUse, Free, Top;
    }
}
