using System.Globalization;
using HeapGraph.Core.Reading.Live.Linux;

namespace HeapGraph.Benchmarks.Measuring;

/// <summary>Memory that the kernel has given, zeroed, on all cores; given back on disposal.</summary>
internal sealed unsafe class TouchedMemory : IDisposable
{
    private const long PartBytes = 16 << 20;

    private readonly nint _mapped;
    private readonly long _bytes;

    /// <param name="bytes">How much.</param>
    /// <param name="inHugePages">In pages of 2 MB, where the kernel has them; otherwise of 4 KB.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TouchedMemory(long bytes, bool inHugePages)
    {
        _bytes = bytes;
        _mapped = LinuxCalls.Map(0, MappedBytes, LinuxCalls.ReadWrite, LinuxCalls.PrivateWithoutFile | LinuxCalls.NoReserve, -1, 0);
        Pointer = _mapped != -1 ? (byte*)((_mapped + LinuxCalls.HugePageBytes - 1) & -(nint)LinuxCalls.HugePageBytes) : throw new InvalidOperationException("No memory.");
        _ = LinuxCalls.Advise((nint)Pointer, (nuint)bytes, inHugePages ? LinuxCalls.HugePages : LinuxCalls.NoHugePages);
        Parallel.For(0, (bytes + PartBytes - 1) / PartBytes, part => Touch(part * PartBytes, Math.Min(bytes, (part + 1) * PartBytes)));
    }

    public byte* Pointer { get; }

    /// <summary>The share of it that is in huge pages, from 0 to 1.</summary>
    public double ShareHuge
    {
        get
        {
            var (isInside, kilobytes) = (false, 0L);
            foreach (var line in File.ReadLines("/proc/self/smaps"))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words[0].Split('-') is [var start, var end] && ulong.TryParse(start, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var first))
                {
                    var last = ulong.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                    isInside = (ulong)Pointer < last && first < (ulong)Pointer + (ulong)_bytes;
                }
                else if (isInside && words[0] == "AnonHugePages:")
                {
                    kilobytes += long.Parse(words[1], CultureInfo.InvariantCulture);
                }
            }

            return Math.Min(1, kilobytes * 1024.0 / _bytes);
        }
    }

    private nuint MappedBytes => (nuint)(_bytes + LinuxCalls.HugePageBytes);

    public void Dispose() => _ = LinuxCalls.Unmap(_mapped, MappedBytes);

    private void Touch(long start, long end)
    {
        if (LinuxCalls.Advise((nint)(Pointer + start), (nuint)(end - start), LinuxCalls.PopulateForWriting) != 0)
        {
            // Before Linux 5.14.
            for (var page = start; page < end; page += Environment.SystemPageSize)
            {
                Pointer[page] = 0;
            }
        }
    }
}
