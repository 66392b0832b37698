namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A share as a bar of at most eight characters.</summary>
/// <param name="Part">The part.</param>
/// <param name="Whole">What it is a part of.</param>
internal readonly record struct ShareBar(long Part, long Whole)
{
    private const int Characters = 8, StepsOfCharacter = 8;
    private const string Steps = " ▏▎▍▌▋▊▉";

    /// <summary>The bar where only ASCII can be shown.</summary>
    public string Ascii => new('#', (StepCount + (StepsOfCharacter / 2)) / StepsOfCharacter);

    private int StepCount => Whole <= 0 ? 0 : (int)Math.Round(Math.Clamp((double)Part / Whole, 0, 1) * Characters * StepsOfCharacter);

    /// <inheritdoc/>
    public override string ToString() =>
        (new string('█', StepCount / StepsOfCharacter) + (StepCount % StepsOfCharacter is > 0 and var rest ? Steps[rest] : "")).TrimEnd();
}
