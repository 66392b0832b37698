namespace HeapGraph.Core.Reading.Threads;

/// <summary>The objects of a dump, as threads are asked about them.</summary>
internal interface IThreadObjects
{
    /// <summary>How many are looked at.</summary>
    int Count { get; }

    /// <summary>The type of the object that stands at an address; null where none is known to.</summary>
    HeapType? TypeOf(ulong address);

    /// <summary>Where the objects of some types stand.</summary>
    /// <param name="isWanted">Told the full name of a type, as C# writes it.</param>
    /// <param name="tick">Called now and then on the way, with the number of the object.</param>
    IEnumerable<ulong> OfTypes(Func<string, bool> isWanted, Action<int>? tick = null);

    /// <summary>Where those stand in whose header the id of a thread may be.</summary>
    /// <remarks>A look at the header of each.</remarks>
    IEnumerable<ulong> WithOwners(CancellationToken cancellation);
}
