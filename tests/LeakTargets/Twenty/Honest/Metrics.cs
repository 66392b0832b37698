// A collector of metrics: 12 threads with counters of their own, rings of samples, activities that end, notes that hang on live objects.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Common;
using Common.Buffers;

namespace Metrics;

static class App
{
    public static void Run(Action serve)
    {
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == "Metrics", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var collector = new Collector(threads: 12);
        for (var sample = 0; sample < 200_000; sample++)
        {
            collector.Take(sample);
            if (sample % 400 == 0)
            {
                Fake.Parse(800);
            }
        }

        serve();
    }
}

sealed class Series(string name)
{
    private readonly RingBuffer<Sample> _samples = new(3000);

    public string Name => name;

    public void Add(double value) => _samples.Add(new Sample(Stopwatch.GetTimestamp(), value));
}

record struct Sample(long Time, double Value);

sealed class Labels
{
    public required KeyValuePair<string, string>[] Pairs { get; init; }
}

sealed class Collector : IDisposable
{
    private static readonly ActivitySource Source = new("Metrics");
    private static readonly Meter Meter = new("Metrics");
    private readonly Series[] _series = [.. Enumerable.Range(0, 2200).Select(number => new Series($"series{number}"))];
    private readonly ConditionalWeakTable<Series, Labels> _labels = [];
    private readonly ThreadLocal<long[]> _counts = new(() => new long[100_000], trackAllValues: true);
    private readonly BlockingCollection<Batch> _batches = new(boundedCapacity: 500);
    private readonly Counter<long> _taken = Meter.CreateCounter<long>("taken");
    private readonly List<Thread> _threads;
    private Batch _current = new();

    public Collector(int threads)
    {
        foreach (var series in _series)
        {
            _labels.Add(series, new Labels { Pairs = [new("host", Fake.Word(4)), new("name", series.Name)] });
        }

        _threads = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Write) { IsBackground = true })];
        _threads.ForEach(thread => thread.Start());
    }

    public void Take(int number)
    {
        _series[number % _series.Length].Add(number);
        _taken.Add(1);
        _current.Lines.Add($"{_series[number % _series.Length].Name} {number}");
        if (_current.Lines.Count == 200)
        {
            _batches.Add(_current);
            _current = new Batch();
        }
    }

    public void Dispose() => _batches.CompleteAdding();

    private void Write()
    {
        foreach (var batch in _batches.GetConsumingEnumerable())
        {
            using var activity = Source.StartActivity("write");
            activity?.SetTag("lines", batch.Lines.Count);
            _counts.Value![batch.Lines.Count]++;
        }
    }
}

sealed class Batch
{
    public List<string> Lines { get; } = new(200);
}
