using System.Runtime.CompilerServices;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>What objects keep alive by dependent handles, by where the object stands in our memory.</summary>
internal sealed class DependentValues
{
    private const int BitsPerKey = 64;   // so few collide that most objects are asked about with one look
    private readonly Dictionary<nint, List<ulong>> _valuesByKey = [];
    private readonly ulong[] _mayBeKeys = [0];

    /// <param name="dependents">The handles.</param>
    /// <param name="addressOf">The target's address of an object.</param>
    /// <param name="pointerTo">Where an object stands in our memory.</param>
    public DependentValues(ExtraReferences dependents, Func<int, ulong> addressOf, Func<int, nint> pointerTo)
    {
        foreach (var (key, value) in dependents.All)
        {
            var at = pointerTo(key);
            if (!_valuesByKey.TryGetValue(at, out var values))
            {
                _valuesByKey[at] = values = [];
            }

            values.Add(addressOf(value));
        }

        if (_valuesByKey.Count > 0)
        {
            _mayBeKeys = new ulong[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_valuesByKey.Count)];
            foreach (var at in _valuesByKey.Keys)
            {
                _mayBeKeys[WordOf(at)] |= BitOf(at);
            }
        }
    }

    /// <summary>The addresses of the values that an object keeps alive; null for most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public List<ulong>? Of(nint at) => (_mayBeKeys[WordOf(at)] & BitOf(at)) == 0 ? null : _valuesByKey.GetValueOrDefault(at);

    private static ulong BitOf(nint at) => 1UL << (int)((at >> 3) & (BitsPerKey - 1));

    private int WordOf(nint at) => (int)(at >> 9) & (_mayBeKeys.Length - 1);
}
