namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>A stretch of the process that the copy holds: one program header of the core.</summary>
/// <param name="Address">The process's address.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Offset">Where it stands in the file.</param>
/// <param name="Flags">1 execute, 2 write, 4 read.</param>
internal readonly record struct CoreSegment(ulong Address, ulong Bytes, long Offset, uint Flags);
