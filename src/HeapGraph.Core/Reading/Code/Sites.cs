namespace HeapGraph.Core.Reading.Code;

/// <summary>The places in a method's code where new objects are made. Where a value may come from one or another, they count as one.</summary>
/// <remarks>Each question is answered in next to no time, however many there are.</remarks>
internal sealed class Sites
{
    private readonly Dictionary<int, int> _same = [];
    private readonly HashSet<(int Site, bool IsLink)> _filled = [];

    /// <summary>Something is put into what was made at a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="isLink">Whether it is what the field refers to.</param>
    public void Fill(int site, bool isLink) => _filled.Add((Of(site), isLink));

    /// <summary>Whether something was.</summary>
    public bool IsFilled(int site, bool byLink) => _filled.Contains((Of(site), byLink));

    /// <summary>A value may be of either.</summary>
    public int Unite(int one, int other)
    {
        var (first, second) = (Of(one), Of(other));
        if (one != 0 && other != 0 && first != second)
        {
            _same[second] = first;
            foreach (var isLink in (ReadOnlySpan<bool>)[false, true])
            {
                if (_filled.Contains((second, isLink)))
                {
                    _filled.Add((first, isLink));
                }
            }
        }

        return one == 0 ? other : one;
    }

    private int Of(int site)
    {
        var root = site;
        while (_same.TryGetValue(root, out var same))
        {
            root = same;
        }

        while (_same.TryGetValue(site, out var same) && same != root)
        {
            _same[site] = root;
            site = same;
        }

        return root;
    }
}
