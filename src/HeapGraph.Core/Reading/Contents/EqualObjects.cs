using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Contents;

/// <summary>Finds strings and byte arrays with equal contents.</summary>
/// <remarks>Each worker hashes the objects of a piece and puts them into 256 parts by hash; then what has the same hash is found by
/// a table for each part, and compared byte by byte. 16 bytes per object.</remarks>
/// <param name="walk">Where the objects are.</param>
/// <param name="methodTableByObject">Their MethodTables, by index.</param>
/// <param name="kinds">By MethodTable: whether it is a string's or a byte array's.</param>
/// <param name="isWanted">Which objects count.</param>
internal sealed unsafe class EqualObjects(HeapWalk walk, LayoutIndexTable methodTableByObject, ContentKind[] kinds, Func<int, bool> isWanted)
{
    private const int PartShift = 56;
    private const int Parts = 256;
    private const int StringHeader = 12;   // MethodTable and length
    private const int ArrayHeader = 16;

    // Different contents of one hash: beyond, some equal ones are not found.
    private const int MaxDifferent = 8;

    /// <summary>Finds the groups.</summary>
    public EqualContents Find(CancellationToken cancellation)
    {
        var workers = new ConcurrentBag<List<Hashed>[]>();
        Workers.ForEach(
            [.. walk.Pieces.OrderByDescending(piece => piece.End - piece.Start)],
            () =>
            {
                List<Hashed>[] parts = [.. Enumerable.Range(0, Parts).Select(_ => new List<Hashed>())];
                workers.Add(parts);
                return parts;
            },
            (parts, piece) => HashPiece(piece, parts),
            cancellation);
        var found = new (List<int> Sizes, List<int> Objects)[Parts];
        Workers.ForEach(
            Enumerable.Range(0, Parts).ToArray(),
            () => new Grouping(),
            (grouping, part) => AddGroupsOf(workers, part, grouping, (found[part] = ([], [])).Sizes, found[part].Objects),
            cancellation);
        List<int> offsets = [0];
        foreach (var size in found.SelectMany(part => part.Sizes))
        {
            offsets.Add(offsets[^1] + size);
        }

        return new EqualContents([.. offsets], [.. found.SelectMany(part => part.Objects)], workers.Sum(parts => parts.Sum(part => (long)part.Count)));
    }

    private void HashPiece(HeapPiece piece, List<Hashed>[] parts)
    {
        var rangeStart = walk.Addresses.Ranges[piece.Range].Start;
        var memory = (byte*)piece.Memory.Pointer - piece.Memory.Start;
        var words = walk.Addresses.WordsOf(piece.Range);
        var word = (int)((piece.Start - rangeStart) / AddressTable.BytesPerWord);
        var lastWord = (int)((piece.End - 1 - rangeStart) / AddressTable.BytesPerWord);
        var objectIndex = words[word].ObjectsBefore;
        for (; word <= lastWord; word++)
        {
            var at = memory + rangeStart + (ulong)word * AddressTable.BytesPerWord;
            for (var bits = words[word].Bits; bits != 0; bits &= bits - 1, objectIndex++)
            {
                var kind = kinds[methodTableByObject[objectIndex]];
                if (kind == ContentKind.None || !isWanted(objectIndex))
                {
                    continue;
                }

                var found = at + (BitOperations.TrailingZeroCount(bits) << 3);
                var content = ContentOf(found, kind);
                if (content.Length > 0 && (kind == ContentKind.Text || content.ContainsAnyExcept((byte)0)))
                {
                    fixed (byte* bytes = content)
                    {
                        var hash = ContentHash.Of(bytes, content.Length) + (ulong)kind;
                        parts[hash >> PartShift].Add(new Hashed((uint)hash, objectIndex, (nint)found));
                    }
                }
            }
        }
    }

    /// <summary>The bytes of a string or a byte array; none of one that is larger than a span can be.</summary>
    private static ReadOnlySpan<byte> ContentOf(byte* at, ContentKind kind)
    {
        var (header, bytes) = kind == ContentKind.Text ? (StringHeader, 2L * *(uint*)(at + 8)) : (ArrayHeader, *(uint*)(at + 8));
        return bytes > int.MaxValue ? [] : new ReadOnlySpan<byte>(at + header, (int)bytes);
    }

    private void AddGroupsOf(IEnumerable<List<Hashed>[]> workers, int part, Grouping grouping, List<int> sizes, List<int> objects)
    {
        grouping.Fill(workers, part);
        foreach (var (last, count) in grouping.Repeated())
        {
            AddGroups(grouping.AlikeAt(last, count), sizes, objects);
        }
    }

    /// <summary>Adds those that equal the first as one group, and goes on with the others.</summary>
    private void AddGroups(Span<Hashed> alike, List<int> sizes, List<int> objects)
    {
        for (var different = 0; alike.Length > 1 && different < MaxDifferent; different++)
        {
            var (begin, others) = (objects.Count, 0);
            var kind = kinds[methodTableByObject[alike[0].ObjectIndex]];
            var content = ContentOf((byte*)alike[0].At, kind);
            foreach (var hashed in alike)
            {
                if (kinds[methodTableByObject[hashed.ObjectIndex]] == kind && ContentOf((byte*)hashed.At, kind).SequenceEqual(content))
                {
                    objects.Add(hashed.ObjectIndex);
                }
                else
                {
                    alike[others++] = hashed;
                }
            }

            if (objects.Count - begin > 1)
            {
                CollectionsMarshal.AsSpan(objects)[begin..].Sort();
                sizes.Add(objects.Count - begin);
            }
            else
            {
                objects.RemoveRange(begin, objects.Count - begin);
            }

            alike = alike[..others];
        }
    }

    /// <summary>What a worker needs to find equal hashes, used again for each part.</summary>
    private sealed class Grouping
    {
        private Hashed[] _part = [];
        private Hashed[] _alike = [];
        private int[] _previous = [];   // by place: the last place before it with the same hash
        private (int Last, int Count)[] _table = [];
        private int _length;

        /// <summary>Takes a part of what the workers have hashed.</summary>
        public void Fill(IEnumerable<List<Hashed>[]> workers, int part)
        {
            _length = workers.Sum(parts => parts[part].Count);
            if (_part.Length < _length)
            {
                (_part, _alike, _previous) = (new Hashed[_length], new Hashed[_length], new int[_length]);
            }

            var filled = 0;
            foreach (var parts in workers)
            {
                parts[part].CopyTo(_part, filled);
                filled += parts[part].Count;
            }

            // Open addressing, at least half of it empty.
            _table = _table.Length < 2 * _length ? new (int, int)[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * _length))] : _table;
            Array.Clear(_table);
            for (var place = 0; place < _length; place++)
            {
                var slot = (int)_part[place].Hash & (_table.Length - 1);
                while (_table[slot].Count > 0 && _part[_table[slot].Last].Hash != _part[place].Hash)
                {
                    slot = (slot + 1) & (_table.Length - 1);
                }

                (_previous[place], _table[slot]) = (_table[slot].Last, (place, _table[slot].Count + 1));
            }
        }

        /// <summary>Each hash that occurs more than once: its last place, and how often.</summary>
        public IEnumerable<(int Last, int Count)> Repeated() => _table.Where(found => found.Count > 1);

        /// <summary>The objects with the hash of a place; until the next call.</summary>
        public Span<Hashed> AlikeAt(int last, int count)
        {
            for (var left = count; left > 0; last = _previous[last])
            {
                _alike[--left] = _part[last];
            }

            return _alike.AsSpan(0, count);
        }
    }

    /// <summary>The part of an object's hash that tells it from others in its part, its number, and where it stands in our memory.</summary>
    private readonly record struct Hashed(uint Hash, int ObjectIndex, nint At);
}

/// <summary>How the contents of an object are compared.</summary>
internal enum ContentKind : byte
{
    None,
    Text,
    Bytes,
}
