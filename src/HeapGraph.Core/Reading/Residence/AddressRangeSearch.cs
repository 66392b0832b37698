using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>Finds what covers an address among things that lie in ascending order without overlap. O(log n).</summary>
internal static class AddressRangeSearch
{
    /// <returns>The one that covers the address; the default where none does.</returns>
    public static T? At<T>(IReadOnlyList<T> ascending, Func<T, AddressRange> rangeOf, ulong address) =>
        FirstEndingBehind(ascending, rangeOf, address) is var index && index < ascending.Count && rangeOf(ascending[index]).Contains(address) ? ascending[index] : default;

    /// <returns>The index of the first that ends behind an address; their number where none does.</returns>
    public static int FirstEndingBehind<T>(IReadOnlyList<T> ascending, Func<T, AddressRange> rangeOf, ulong address)
    {
        var (low, high) = (0, ascending.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rangeOf(ascending[middle]).End <= address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
