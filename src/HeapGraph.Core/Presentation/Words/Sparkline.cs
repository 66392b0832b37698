namespace HeapGraph.Core.Presentation.Words;

/// <summary>How a number went, as a curve of one character each, from its lowest to its highest value.</summary>
/// <param name="Values">The number over time.</param>
internal readonly record struct Sparkline(IReadOnlyList<long> Values)
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Letters = "_.:-=+*#";

    /// <summary>The curve where only ASCII can be shown.</summary>
    public string Ascii => Drawn(Letters);

    /// <inheritdoc/>
    public override string ToString() => Drawn(Blocks);

    private string Drawn(string levels)
    {
        var (low, high) = (Values.Min(), Values.Max());
        return string.Concat(Values.Select(value => levels[high == low ? 0 : (int)((double)(value - low) / (high - low) * (levels.Length - 1) + 0.5)]));
    }
}
