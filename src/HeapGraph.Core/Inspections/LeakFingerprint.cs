using System.Security.Cryptography;
using System.Text;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Inspections;

/// <summary>The identity of a leak across dumps and builds: a hash of the suspect references' types and fields. Addresses,
/// counts, indices and threads have no part in it.</summary>
internal static class LeakFingerprint
{
    private const int Characters = 12;

    /// <summary>Whether a text may be one.</summary>
    public static bool Is(string text) => text.Length == Characters && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The hash of some words.</summary>
    public static string Of(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..Characters];

    /// <summary>The references of a chain from one step to another, each once where a run repeats it; without an end, to
    /// the last.</summary>
    public static IEnumerable<string> PartsOf(ReferenceChain chain, int first, int last = int.MaxValue)
    {
        var before = "";
        for (var index = first; index < chain.Steps.Count && index <= last; index++)
        {
            var step = chain.Steps[index];
            var part = index == 0 ? $"{PlaceOf(chain.Root)} -> {step.Type.Name}"
                : $"{chain.Steps[index - 1].Type.Name}.{(step.Via.Count > 0 ? step.Via[0].OfAny.ToString() : "?")} -> {step.Type.Name}";
            if (part != before)
            {
                yield return before = part;
            }
        }
    }

    /// <summary>The reference that leads to a step, whatever type it leads to.</summary>
    public static IEnumerable<string> PlaceOf(ReferenceChain chain, int step) => step == 0 ? [PlaceOf(chain.Root)]
        : [chain.Steps[step - 1].Type.Name, chain.Steps[step].Via.Count > 0 ? chain.Steps[step].Via[0].OfAny.ToString() : "?"];

    /// <summary>A thread static's thread and a local's place may be any: neither is part of what leaks.</summary>
    private static string PlaceOf(HeapRoot root) => root.IsNamedStatic ? $"{root.Kind} {root.Field ?? RootName.OfSlot(root.Address)}" : root.Kind.ToString();
}
