using System.Buffers;
using System.Text;

namespace HeapGraph.Core.Presentation.Profiles;

/// <summary>A protobuf message while it is written: varints and length-delimited fields are all that a profile needs.</summary>
/// <remarks>Source: protobuf.dev, "Encoding".</remarks>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public ProtobufMessage Add(int field, long value)
    {
        WriteVarint((ulong)(field << 3 | Varint));
        WriteVarint((ulong)value);
        return this;
    }

    public ProtobufMessage Add(int field, ProtobufMessage message) => AddBytes(field, message.Bytes);

    public ProtobufMessage Add(int field, string text) => AddBytes(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Numbers of a repeated field, packed.</summary>
    public ProtobufMessage Add(int field, IEnumerable<long> values)
    {
        var packed = new ProtobufMessage();
        foreach (var value in values)
        {
            packed.WriteVarint((ulong)value);
        }

        return Add(field, packed);
    }

    private ProtobufMessage AddBytes(int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint((ulong)(field << 3 | LengthDelimited));
        WriteVarint((ulong)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
