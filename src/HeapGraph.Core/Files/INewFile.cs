using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Files;

/// <summary>A file that is being made, as a system can do that; gone on disposal when it was not finished.</summary>
internal interface INewFile : IDisposable
{
    /// <summary>What is in it.</summary>
    SafeFileHandle Content { get; }

    /// <summary>Takes another file in place of what is in it, without copying; false where that can't be.</summary>
    bool TryTake(SafeFileHandle other);

    /// <summary>Gives it its name.</summary>
    /// <exception cref="IOException">It can't be.</exception>
    void Finish();
}
