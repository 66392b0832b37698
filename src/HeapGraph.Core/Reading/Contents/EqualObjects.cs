using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Contents;

/// <summary>Finds strings and byte arrays with equal contents.</summary>
/// <remarks>Each worker hashes the objects of a piece and puts them into 256 parts by hash, one worker from the start and one on each core once
/// <see cref="Among"/> is called; then what has the same hash is found by a table for each part, and compared byte by byte. 16 bytes per
/// object.</remarks>
internal sealed unsafe class EqualObjects : IEqualSearch
{
    private const int PartShift = 56;
    private const int Parts = 256;
    private const int StringHeader = 12;   // MethodTable and length
    private const int ArrayHeader = 16;
    private const nint KindMask = 7;   // objects stand at multiples of 8
    private const int Ahead = 16;   // objects on their way from memory while others are compared

    // Different contents of one hash: beyond, some equal ones are not found.
    private const int MaxDifferent = 8;

    private readonly HeapWalk _walk;
    private readonly LayoutIndexTable _methodTableByObject;
    private readonly Lazy<ContentKind[]> _kinds;
    private readonly Func<int, bool>? _isHashed;
    private readonly CancellationToken _cancellation;
    private readonly HeapPiece[] _pieces;
    private readonly ConcurrentBag<HashedPart[]> _workers = [];
    private readonly Task _begun;
    private volatile Func<int, bool>? _isWanted;
    private int _taken;   // pieces

    /// <param name="walk">Where the objects are.</param>
    /// <param name="methodTableByObject">Their MethodTables, by index.</param>
    /// <param name="kinds">By MethodTable: whether it is a string's or a byte array's.</param>
    /// <param name="isHashed">Which objects count; null for all.</param>
    /// <param name="cancellation">Ends the search.</param>
    public EqualObjects(HeapWalk walk, LayoutIndexTable methodTableByObject, Func<ContentKind[]> kinds, Func<int, bool>? isHashed, CancellationToken cancellation)
    {
        (_walk, _methodTableByObject, _kinds, _isHashed, _cancellation) = (walk, methodTableByObject, new Lazy<ContentKind[]>(kinds), isHashed, cancellation);
        _pieces = [.. walk.Pieces];   // by address: what one worker finds is in order
        _begun = Task.Run(HashPieces, cancellation);
    }

    public EqualContents Among(Func<int, bool>? isWanted)
    {
        _isWanted = isWanted;
        int[] cores = [.. Enumerable.Range(0, Environment.ProcessorCount)];
        Workers.ForEach(cores, () => 0, (_, _) => HashPieces(), _cancellation);
        _begun.GetAwaiter().GetResult();
        var found = new (List<int> Sizes, List<int> Objects)[Parts];
        Workers.ForEach(
            Enumerable.Range(0, Parts).ToArray(),
            () => new Grouping(isWanted),
            (grouping, part) => AddGroupsOf(part, grouping, (found[part] = ([], [])).Sizes, found[part].Objects),
            _cancellation);
        List<int> offsets = [0];
        foreach (var size in found.SelectMany(part => part.Sizes))
        {
            offsets.Add(offsets[^1] + size);
        }

        _workers.Clear();
        return new EqualContents([.. offsets], [.. found.SelectMany(part => part.Objects)]);
    }

    public void Dispose() => _begun.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Wait(CancellationToken.None);

    /// <summary>Hashes pieces until none is left that nobody has taken.</summary>
    private void HashPieces()
    {
        HashedPart[]? parts = null;
        for (var index = Interlocked.Increment(ref _taken) - 1; index < _pieces.Length; index = Interlocked.Increment(ref _taken) - 1)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (parts is null)
            {
                parts = [.. Enumerable.Range(0, Parts).Select(_ => new HashedPart())];
                _workers.Add(parts);
            }

            HashPiece(_pieces[index], parts, _isWanted);
        }
    }

    private void HashPiece(HeapPiece piece, HashedPart[] parts, Func<int, bool>? isWanted)
    {
        var rangeStart = _walk.Addresses.Ranges[piece.Range].Start;
        var memory = (byte*)piece.Memory.Pointer - piece.Memory.Start;
        var words = _walk.Addresses.WordsOf(piece.Range);
        var word = (int)((piece.Start - rangeStart) / AddressTable.BytesPerWord);
        var lastWord = (int)((piece.End - 1 - rangeStart) / AddressTable.BytesPerWord);
        var objectIndex = words[word].ObjectsBefore;
        var kinds = _kinds.Value;
        for (; word <= lastWord; word++)
        {
            var at = memory + rangeStart + (ulong)word * AddressTable.BytesPerWord;
            for (var bits = words[word].Bits; bits != 0; bits &= bits - 1, objectIndex++)
            {
                var kind = kinds[_methodTableByObject[objectIndex]];
                if (kind == ContentKind.None || _isHashed?.Invoke(objectIndex) == false || isWanted?.Invoke(objectIndex) == false)
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
                        parts[hash >> PartShift].Add(new Hashed((uint)hash, objectIndex, (nint)found | (nint)kind));
                    }
                }
            }
        }
    }

    /// <summary>The bytes of a string or a byte array; none of one that is larger than a span can be.</summary>
    private static ReadOnlySpan<byte> ContentOf(Hashed hashed) => ContentOf((byte*)hashed.At, hashed.Kind);

    private static ReadOnlySpan<byte> ContentOf(byte* at, ContentKind kind)
    {
        var (header, bytes) = kind == ContentKind.Text ? (StringHeader, 2L * *(uint*)(at + 8)) : (ArrayHeader, *(uint*)(at + 8));
        return bytes > int.MaxValue ? [] : new ReadOnlySpan<byte>(at + header, (int)bytes);
    }

    private void AddGroupsOf(int part, Grouping grouping, List<int> sizes, List<int> objects)
    {
        grouping.Fill(_workers, part);
        foreach (var (last, count) in grouping.Repeated())
        {
            AddGroups(grouping.AlikeAt(last, count), sizes, objects);
        }
    }

    /// <summary>Adds those that equal the first as one group, and goes on with the others.</summary>
    private static void AddGroups(Span<Hashed> alike, List<int> sizes, List<int> objects)
    {
        for (var different = 0; alike.Length > 1 && different < MaxDifferent; different++)
        {
            var (begin, others, isAscending, before) = (objects.Count, 0, true, -1);
            var content = ContentOf(alike[0]);
            for (var at = 0; at < alike.Length; at++)
            {
                if (Sse.IsSupported && at + Ahead < alike.Length)
                {
                    Sse.Prefetch0((void*)alike[at + Ahead].At);
                }

                var hashed = alike[at];
                if (hashed.Kind == alike[0].Kind && ContentOf(hashed).SequenceEqual(content))
                {
                    objects.Add(hashed.ObjectIndex);
                    isAscending &= hashed.ObjectIndex > before;
                    before = hashed.ObjectIndex;
                }
                else
                {
                    alike[others++] = hashed;
                }
            }

            if (objects.Count - begin > 1)
            {
                if (!isAscending)
                {
                    CollectionsMarshal.AsSpan(objects)[begin..].Sort();
                }

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
    /// <param name="isWanted">Which objects count; null for all.</param>
    private sealed class Grouping(Func<int, bool>? isWanted)
    {
        private Hashed[] _part = [];
        private Hashed[] _alike = [];
        private int[] _previous = [];   // by place: the last place before it with the same hash
        private (int Last, int Count)[] _table = [];
        private int _length;

        /// <summary>Takes a part of what the workers have hashed.</summary>
        public void Fill(IEnumerable<HashedPart[]> workers, int part)
        {
            var most = workers.Sum(parts => parts[part].Count);
            if (_part.Length < most)
            {
                (_part, _alike, _previous) = (new Hashed[most], new Hashed[most], new int[most]);
            }

            _length = 0;
            foreach (var parts in workers)
            {
                foreach (var block in parts[part].Blocks)
                {
                    foreach (var hashed in block)
                    {
                        if (isWanted?.Invoke(hashed.ObjectIndex) != false)
                        {
                            _part[_length++] = hashed;
                        }
                    }
                }
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

    /// <summary>What a worker has put into a part: in blocks, since a list that grows leaves garbage behind, whose collection would hold up all threads.</summary>
    private sealed class HashedPart
    {
        private const int FirstBlock = 32, MostInBlock = 8192;

        private readonly List<Hashed[]> _full = [];
        private Hashed[] _last = [];
        private int _filled;

        public int Count => _full.Sum(block => block.Length) + _filled;

        public IEnumerable<ArraySegment<Hashed>> Blocks => _full.Select(block => new ArraySegment<Hashed>(block)).Append(new ArraySegment<Hashed>(_last, 0, _filled));

        public void Add(Hashed hashed)
        {
            if (_filled == _last.Length)
            {
                if (_filled > 0)
                {
                    _full.Add(_last);
                }

                (_last, _filled) = (GC.AllocateUninitializedArray<Hashed>(Math.Clamp(4 * _filled, FirstBlock, MostInBlock)), 0);
            }

            _last[_filled++] = hashed;
        }
    }

    /// <summary>The part of an object's hash that tells it from others in its part, its number, and where it stands in our memory, with its kind in the
    /// lowest bits.</summary>
    private readonly record struct Hashed(uint Hash, int ObjectIndex, nint Place)
    {
        public nint At => Place & ~KindMask;

        public ContentKind Kind => (ContentKind)(Place & KindMask);
    }
}

/// <summary>How the contents of an object are compared.</summary>
internal enum ContentKind : byte
{
    None,
    Text,
    Bytes,
}
