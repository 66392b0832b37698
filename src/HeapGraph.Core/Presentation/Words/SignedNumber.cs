using System.Globalization;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>A change, which people read with its sign and programs as a plain number.</summary>
/// <param name="Value">The change.</param>
internal readonly record struct SignedNumber(long Value)
{
    /// <summary>"+1,200", "-3", "0".</summary>
    public string WithSign => Value.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture);
}
