using System.Runtime.CompilerServices;

namespace HeapGraph.Core.Reading.Contents;

/// <summary>A hash of bytes, the same in every run.</summary>
/// <remarks>A 128-bit product per 16 bytes, folded: the idea is that of wyhash (Wang Yi, 2019). Of long contents it takes the
/// first 64 KB and 64 stretches of 64 bytes: who finds two alike compares them in full.</remarks>
internal static unsafe class ContentHash
{
    private const ulong First = 0xA0761D6478BD642F;
    private const ulong Second = 0xE7037ED1A0B428DB;
    private const int WholeBytes = 64 << 10;
    private const int Stretches = 64;
    private const int StretchBytes = 64;

    public static ulong Of(byte* content, long bytes)
    {
        var hash = OfBytes(content, (int)Math.Min(bytes, WholeBytes), (ulong)bytes);
        for (var number = 1; bytes > WholeBytes && number <= Stretches; number++)
        {
            hash = OfBytes(content + (bytes - StretchBytes) * number / Stretches, StretchBytes, hash);
        }

        return hash;
    }

    private static ulong OfBytes(byte* at, int bytes, ulong seed)
    {
        var hash = Mix(seed ^ First, Second);
        for (; bytes >= 16; at += 16, bytes -= 16)
        {
            hash = Mix(Unsafe.ReadUnaligned<ulong>(at) ^ First ^ hash, Unsafe.ReadUnaligned<ulong>(at + 8) ^ Second);
        }

        var (low, high) = Rest(at, bytes);
        return Mix(low ^ First ^ hash, high ^ Second);
    }

    /// <summary>Fewer than 16 bytes, in reads that overlap; how many there were is in the seed.</summary>
    private static (ulong Low, ulong High) Rest(byte* at, int bytes) => bytes switch
    {
        >= 8 => (Unsafe.ReadUnaligned<ulong>(at), Unsafe.ReadUnaligned<ulong>(at + bytes - 8)),
        >= 4 => (Unsafe.ReadUnaligned<uint>(at), Unsafe.ReadUnaligned<uint>(at + bytes - 4)),
        > 0 => ((ulong)at[0] << 16 | (ulong)at[bytes >> 1] << 8 | at[bytes - 1], 0),
        _ => (0, 0),
    };

    private static ulong Mix(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;
}
