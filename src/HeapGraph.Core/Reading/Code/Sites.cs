namespace HeapGraph.Core.Reading.Code;

/// <summary>The places in a method's code where new objects are made. Where a value may come from one or another, they count as one.</summary>
internal sealed class Sites
{
    private readonly Dictionary<int, int> _same = [];
    private readonly List<(int Site, bool IsLink)> _filled = [];

    /// <summary>Something is put into what was made at a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="isLink">Whether it is what the field refers to.</param>
    public void Fill(int site, bool isLink) => _filled.Add((site, isLink));

    /// <summary>Whether something was.</summary>
    public bool IsFilled(int site, bool byLink) => _filled.Exists(filled => filled.IsLink == byLink && Of(filled.Site) == Of(site));

    /// <summary>A value may be of either.</summary>
    public int Unite(int one, int other)
    {
        var (first, second) = (Of(one), Of(other));
        if (one != 0 && other != 0 && first != second)
        {
            _same[second] = first;
        }

        return one == 0 ? other : one;
    }

    private int Of(int site)
    {
        while (_same.TryGetValue(site, out var same))
        {
            site = same;
        }

        return site;
    }
}
