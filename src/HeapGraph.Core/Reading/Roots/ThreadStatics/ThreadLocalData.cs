using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots.ThreadStatics;

/// <summary>Where the runtime keeps one thread's own static fields: one object for each type, by the type's number.</summary>
/// <remarks>
/// <para>Source: vm/threadstatics.h, since .NET 9. Objects of ordinary types hang from an array, which is a root. Those of collectible types
/// belong to the types' LoaderAllocator, and the thread has but weak handles to them. While a class constructor runs, and until the thread
/// comes by again, both wait in a list of handles.</para>
/// <para>A native Thread points at its data, and that back at the Thread: that proves a find. Handles are proved by the handle tables. Tries
/// some hundred words per thread.</para>
/// </remarks>
internal sealed class ThreadLocalData
{
    private const ulong MaxThreadBytes = 0x1000;
    private const ulong ListLength = 4, List = 16, Owner = 24;
    private const int NumbersWithoutElement = 2, MaxWaiting = 10_000;
    private const ulong FirstElement = 16;   // in an array

    // What else a Thread shares with managed code stands before it since .NET 10.
    private static readonly ulong[] Waiting = [0x20, 0x28];

    private readonly MemoryImage _image;
    private readonly ulong _address;

    private ThreadLocalData(MemoryImage image, ulong address, ulong array) => (_image, _address, Array) = (image, address, array);

    /// <summary>The array that holds what ordinary types have.</summary>
    public ulong Array { get; }

    /// <summary>Where the data refers to that array.</summary>
    public ulong ArraySlot => _address + 8;

    /// <returns>Null where there is none: before .NET 9, and of a thread that is just starting or ending.</returns>
    public static ThreadLocalData? Of(ClrThread thread, MemoryImage image, AddressTable addresses)
    {
        for (var at = 0UL; at < MaxThreadBytes; at += 8)
        {
            if (image.TryRead(thread.Address + at, out ulong data) && data != 0 && (data & 7) == 0
                && image.TryRead(data + Owner, out ulong owner) && owner == thread.Address
                && image.TryRead(data + 8, out ulong array) && addresses.IndexOf(array) >= 0)
            {
                return new ThreadLocalData(image, data, array);
            }
        }

        return null;
    }

    /// <summary>The object in which the thread has the fields of a type.</summary>
    /// <param name="number">The type's number.</param>
    /// <param name="isHandle">Whether a handle stands at an address, as the handle tables say.</param>
    /// <returns>0 when the thread has none; null when what stands there can't be that.</returns>
    public ulong? ObjectOf(TypeNumber number, Func<ulong, bool> isHandle) =>
        (number.IsCollectible ? ListedAt(number.Place, isHandle) : ElementAt(number.Place)) is not 0 and var held ? held : WaitingOf(number, isHandle);

    /// <summary>What the array has for an ordinary type.</summary>
    /// <returns>0 for none; null when it can't be read.</returns>
    public ulong? ElementAt(int place) => !_image.TryRead(_address, out int length) ? null
        : place < NumbersWithoutElement || place >= length ? 0
        : _image.TryRead(Array + FirstElement + 8 * (ulong)(place - NumbersWithoutElement), out ulong held) ? held : null;

    private ulong? ListedAt(int place, Func<ulong, bool> isHandle) => !_image.TryRead(_address + ListLength, out int length) ? null
        : place >= length ? 0
        : !_image.TryRead(_address + List, out ulong list) || !_image.TryRead(list + 8 * (ulong)place, out ulong handle) ? null
        : handle == 0 ? 0 : ObjectAt(handle, isHandle);

    private ulong? ObjectAt(ulong handle, Func<ulong, bool> isHandle) => _image.TryRead(handle, out ulong held) && (held == 0 || isHandle(handle)) ? held : null;

    private ulong WaitingOf(TypeNumber number, Func<ulong, bool> isHandle)
    {
        const ulong Number = 8, Handle = 16;   // behind the address of the next one
        foreach (var start in Waiting)
        {
            _ = _image.TryRead(_address + start, out ulong node);
            for (var left = MaxWaiting; node != 0 && (node & 7) == 0 && left > 0; left--)
            {
                if (!_image.TryRead(node + Handle, out ulong handle) || !_image.TryRead(node + Number, out uint found) || !_image.TryRead(node, out ulong next))
                {
                    break;
                }

                if (found == number.Value && ObjectAt(handle, isHandle) is not (null or 0) and { } held)
                {
                    return held;
                }

                node = next;
            }
        }

        return 0;
    }
}
