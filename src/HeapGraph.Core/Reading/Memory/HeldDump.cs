namespace HeapGraph.Core.Reading.Memory;

/// <summary>A dump that is in our address space for as long as anybody reads it, whatever becomes of its name.</summary>
/// <param name="name">What messages call it.</param>
internal abstract unsafe class HeldDump(string name) : IDumpBytes, IDisposable
{
    private int _holders = 1;
    private int _isDisposed;

    /// <inheritdoc/>
    public string Name => name;

    public DateTimeOffset? WrittenAt => null;

    /// <summary>The first byte.</summary>
    public abstract byte* Pointer { get; }

    /// <summary>How many bytes there are.</summary>
    protected abstract long Length { get; }

    /// <inheritdoc/>
    public Stream Open() => new HeldStream(Hold());

    /// <inheritdoc/>
    public IMappedBytes Map() => new HeldBytes(Hold());

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Release();
        }
    }

    /// <summary>Lets the bytes go, when nobody reads them any more.</summary>
    protected abstract void Free();

    private HeldDump Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Free();
        }
    }

    private sealed class HeldBytes(HeldDump dump) : IMappedBytes
    {
        private int _isDisposed;

        public byte* Pointer => dump.Pointer;

        public long Bytes => dump.Length;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                dump.Release();
            }
        }
    }

    private sealed class HeldStream(HeldDump dump) : UnmanagedMemoryStream(dump.Pointer, dump.Length)
    {
        private HeldDump? _dump = dump;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            Interlocked.Exchange(ref _dump, null)?.Release();
        }
    }
}
