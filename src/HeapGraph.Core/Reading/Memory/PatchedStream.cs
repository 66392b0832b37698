namespace HeapGraph.Core.Reading.Memory;

/// <summary>A file as it would be with other bytes at one place.</summary>
/// <param name="file">The file, which goes with the stream.</param>
/// <param name="at">Where the other bytes stand.</param>
/// <param name="patch">The bytes.</param>
internal sealed class PatchedStream(Stream file, long at, byte[] patch) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var position = file.Position;
        var read = file.Read(buffer);
        var (first, end) = (Math.Max(position, at), Math.Min(position + read, at + patch.Length));
        if (first < end)
        {
            patch.AsSpan((int)(first - at), (int)(end - first)).CopyTo(buffer[(int)(first - position)..]);
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
