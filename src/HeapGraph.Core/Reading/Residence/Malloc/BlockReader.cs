using System.Runtime.CompilerServices;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>Reads headers of blocks at ascending addresses, looking up where the memory is once per stretch of it.</summary>
internal sealed unsafe class BlockReader(MemoryImage image)
{
    private byte* _pointer;
    private ulong _start, _available;

    /// <returns>False when it is not there.</returns>
    public bool TryRead(ulong address, out MallocBlockHeader header)
    {
        if (address - _start >= _available || _available - (address - _start) < MallocBlockHeader.Bytes)
        {
            _start = address;
            _pointer = image.PointerTo(address, out _available);
            if (_available < MallocBlockHeader.Bytes)
            {
                header = default;
                return false;
            }
        }

        header = Unsafe.ReadUnaligned<MallocBlockHeader>(_pointer + (address - _start));
        return true;
    }
}
