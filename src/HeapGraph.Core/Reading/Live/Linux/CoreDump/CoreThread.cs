namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>A thread as a core dump tells of it.</summary>
/// <param name="Id">Its id as the process itself sees it.</param>
/// <param name="Registers">The general registers.</param>
/// <param name="FloatingPoint">The floating point registers.</param>
internal sealed record CoreThread(int Id, byte[] Registers, byte[] FloatingPoint);
