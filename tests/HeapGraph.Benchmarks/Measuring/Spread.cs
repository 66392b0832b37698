namespace HeapGraph.Benchmarks.Measuring;

/// <summary>Times of the same thing, in milliseconds.</summary>
internal sealed class Spread
{
    private readonly List<double> _times = [];

    /// <summary>The one in the middle, of an even number the slower one.</summary>
    public double Median => _times.Order().ElementAt(_times.Count / 2);

    /// <summary>"1.05 s".</summary>
    public string Seconds => $"{Median / 1000:0.00} s";

    public void Add(double milliseconds) => _times.Add(milliseconds);

    public void Add(TimeSpan time) => Add(time.TotalMilliseconds);

    /// <summary>"111 ms (108 to 130)".</summary>
    public override string ToString() => $"{Median:0} ms ({_times.Min():0} to {_times.Max():0})";
}
