using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Values;

/// <summary>How a path goes on behind an element.</summary>
internal interface IPathGoingOn
{
    /// <summary>From objects, when a part is next.</summary>
    ByMethodTable<PathPlan> Objects(int part);

    /// <summary>From the elements of arrays, when a part names one of them.</summary>
    ByMethodTable<ElementAccess> Elements(int part);

    /// <summary>From a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="origin">Where the fields of its type begin.</param>
    /// <param name="part">The part that led to it.</param>
    PathPlan Field(ClrInstanceField field, int origin, int part);

    /// <summary>Asks the metadata about the type of an object; null where that can't be told.</summary>
    T? Ask<T>(ulong address, Func<ClrType, T?> ask)
        where T : class;
}
