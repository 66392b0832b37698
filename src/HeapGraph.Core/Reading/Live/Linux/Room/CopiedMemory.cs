namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>A stretch of a process's memory and where in the file of the copy it goes.</summary>
internal sealed record CopiedMemory(ulong Address, ulong Bytes, long Offset);
