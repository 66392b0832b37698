using HeapGraph.Core.Reading.Live.Linux.Proc;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>A mapping that is read from the file behind it, and where in the file of the copy it goes.</summary>
internal sealed record CopiedFile(SafeFileHandle File, MemoryMapping Mapping, long Offset);
