namespace Common.Buffers;

/// <summary>The newest items; older ones are written over.</summary>
sealed class RingBuffer<T>(int size)
{
    private readonly T[] _items = new T[size];
    private int _next;

    public int Count => Math.Min(_next, _items.Length);

    public void Add(T item) => _items[_next++ % _items.Length] = item;
}
