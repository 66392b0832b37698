using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>Cuts the mappings of a process where owners change. What of a mapping is in memory is shared out among its parts by the pages that the process
/// has written to; so the parts of each add up to what the kernel says of it.</summary>
/// <param name="claims">Who owns what, without overlap, ascending.</param>
/// <param name="pages">The pages that were written to, ascending.</param>
/// <param name="owners">Whose the rest is.</param>
internal sealed class MemoryAreas(IReadOnlyList<MemoryClaim> claims, IReadOnlyList<AddressRange> pages, MappingOwners owners)
{
    /// <summary>The parts of some mappings, ascending. O(mappings + claims + stretches of pages).</summary>
    /// <param name="mappings">Ascending.</param>
    public List<MemoryArea> Of(IReadOnlyList<ResidentMapping> mappings)
    {
        var found = new List<MemoryArea>();
        foreach (var mapping in mappings)
        {
            AddParts(mapping, found);
        }

        return found;
    }

    /// <summary>Bytes of a stretch that lie in pages that were written to.</summary>
    public ulong WrittenIn(AddressRange range)
    {
        var bytes = 0UL;
        for (var index = AddressRangeSearch.FirstEndingBehind(pages, page => page, range.Start); index < pages.Count && pages[index].Start < range.End; index++)
        {
            bytes += Math.Min(pages[index].End, range.End) - Math.Max(pages[index].Start, range.Start);
        }

        return bytes;
    }

    /// <summary>The stretches within one that no page was written to, ascending.</summary>
    public IEnumerable<AddressRange> NotWrittenIn(AddressRange range)
    {
        var at = range.Start;
        for (var index = AddressRangeSearch.FirstEndingBehind(pages, page => page, range.Start); index < pages.Count && pages[index].Start < range.End; index++)
        {
            if (pages[index].Start > at)
            {
                yield return new AddressRange(at, pages[index].Start);
            }

            at = Math.Max(at, pages[index].End);
        }

        if (at < range.End)
        {
            yield return new AddressRange(at, range.End);
        }
    }

    private void AddParts(ResidentMapping mapping, List<MemoryArea> found)
    {
        var parts = PartsOf(mapping);
        var written = parts.ConvertAll(part => WrittenIn(part.Range));
        var whole = written.Aggregate(0UL, (sum, bytes) => sum + bytes);
        if (whole == 0)
        {
            // Pages of a file that were only read, or memory that can be shared: nothing tells which of them are there.
            written = parts.ConvertAll(part => part.Range.Bytes);
            whole = mapping.Range.Bytes;
        }

        var at = 0UL;
        for (var index = 0; index < parts.Count; index++)
        {
            var (from, to) = (at, at + written[index]);
            at = to;
            found.Add(parts[index] with
            {
                Resident = SharedOut.Between(mapping.Resident, from, to, whole),
                PrivateDirty = SharedOut.Between(mapping.PrivateDirty, from, to, whole),
                Swapped = SharedOut.Between(mapping.Swapped, from, to, whole),
                HugePages = SharedOut.Between(mapping.HugePages, from, to, whole),
                IsReserved = mapping.IsUnreachable,
            });
        }
    }

    private List<MemoryArea> PartsOf(ResidentMapping mapping)
    {
        var (parts, at) = (new List<MemoryArea>(), mapping.Range.Start);
        var mayBeOfImage = MappingOwners.MayBeOfImage(mapping);
        for (var index = AddressRangeSearch.FirstEndingBehind(claims, claim => claim.Range, at); index < claims.Count && claims[index].Range.Start < mapping.Range.End; index++)
        {
            var claim = claims[index];
            if (claim.Rank != ClaimRank.Image || mayBeOfImage)
            {
                AddRest(claim.Range.Start);
                var end = Math.Min(claim.Range.End, mapping.Range.End);
                parts.Add(new MemoryArea(new AddressRange(at, end), claim.Kind) { Owner = claim.Owner, Generation = claim.Generation });
                at = end;
            }
        }

        AddRest(mapping.Range.End);
        return parts;

        void AddRest(ulong end)
        {
            if (end > at)
            {
                var (kind, owner) = owners.Of(mapping);
                parts.Add(new MemoryArea(new AddressRange(at, end), kind) { Owner = owner });
                at = end;
            }
        }
    }
}
