namespace HeapGraph.Core.Reading.Memory;

/// <summary>Where a dump is: in a file, or in our memory only.</summary>
internal interface IDumpBytes
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>When its file was last written to; null where it is no file of the user's.</summary>
    DateTimeOffset? WrittenAt { get; }

    /// <summary>Reads it from its first byte.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    Stream Open();

    /// <summary>Has all of it in memory.</summary>
    /// <exception cref="IOException">It can't be mapped.</exception>
    IMappedBytes Map();
}
