using HeapGraph.Core.Files;

namespace HeapGraph.Core.Reading.Live;

/// <summary>A live process at one instant, as a dump of which nothing is left on disposal.</summary>
internal interface IHeapCopy : IDisposable
{
    /// <summary>Reads it; what is read lives on without the copy.</summary>
    /// <param name="target">The process as the user named it.</param>
    IHeapReader Reader(string? target = null);

    /// <summary>What it took; null on systems where a process always writes it itself.</summary>
    HeapFreeze? Freeze { get; }

    /// <summary>Writes it to a file that was begun. The copy is spent then: it can't be read or saved again.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    void SaveTo(AtomicFile file, CancellationToken cancellation);
}
