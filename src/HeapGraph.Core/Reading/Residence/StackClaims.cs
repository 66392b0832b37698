using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Elf;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>The stacks of threads: each is the mapping that the thread's stack pointer leads into.</summary>
internal static class StackClaims
{
    /// <param name="notes">The notes of the core, with each thread's registers.</param>
    /// <param name="processor">What it was made on.</param>
    /// <param name="mappings">The process's mappings, ascending.</param>
    /// <param name="names">Names of threads, by their ids.</param>
    public static IEnumerable<MemoryClaim> Of(byte[] notes, Architecture processor, IReadOnlyList<ResidentMapping> mappings, IReadOnlyDictionary<int, string> names)
    {
        foreach (var (thread, pointer) in ElfThreads.In(notes, processor))
        {
            if (AddressRangeSearch.At(mappings, mapping => mapping.Range, pointer) is { IsUnreachable: false } mapping && (mapping.Path.Length == 0 || mapping.Path == "[stack]"))
            {
                yield return new MemoryClaim(
                    mapping.Range, ClaimRank.Stack, MemoryKind.Stacks, names.GetValueOrDefault(thread) ?? $"thread {thread.ToString(CultureInfo.InvariantCulture)}");
            }
        }
    }
}
