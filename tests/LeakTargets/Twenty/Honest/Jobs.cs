// A scheduler: 20,000 jobs planned, 200 that wait for their turn, states of those done kept to a limit, twelve clients.
using System.Collections.Concurrent;
using Common;

namespace Jobs;

static class App
{
    public static void Run(Action serve)
    {
        var scheduler = new Scheduler(new SchedulerSettings { KeepFinished = 15_000 });
        for (var number = 0; number < 70_000; number++)
        {
            scheduler.Plan(new Job(number, $"job {number}", DateTime.UtcNow.AddMinutes(number), Fake.Text(500)));
            if (number % 200 == 0)
            {
                Fake.Parse(800);
            }

            if (number >= 20_000)
            {
                scheduler.RunNext();
            }
        }

        var waiting = scheduler.RunTogether(200);
        serve();
        GC.KeepAlive(waiting);
        GC.KeepAlive(scheduler);
    }
}

sealed class SchedulerSettings
{
    public int KeepFinished { get; set; } = 1000;
}

sealed record Job(int Id, string Name, DateTime At, string Arguments);

sealed record JobState(Job Job, DateTime Finished, byte[] Log);

sealed class Scheduler
{
    private readonly PriorityQueue<Job, DateTime> _planned = new();
    private readonly ConcurrentDictionary<int, JobState> _finished = new();
    private readonly SemaphoreSlim _slots = new(4);
    private readonly Dictionary<string, HttpClient> _clients = Enumerable.Range(0, 12).ToDictionary(number => $"api{number}", number => new HttpClient { BaseAddress = new Uri($"https://api{number}.example.org") });
    private readonly List<Timer> _recurring;
    private readonly SchedulerSettings _settings;
    private readonly TaskCompletionSource _database = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Scheduler(SchedulerSettings settings)
    {
        _settings = settings;
        _recurring = Enumerable.Range(0, 60).Select(number => new Timer(Tick, $"recurring {number}", TimeSpan.FromHours(1), TimeSpan.FromHours(1))).ToList();
    }

    public void Plan(Job job) => _planned.Enqueue(job, job.At);

    public void RunNext()
    {
        var job = _planned.Dequeue();
        _finished[job.Id] = new JobState(job, DateTime.UtcNow, Fake.Bytes(4300));
        if (_finished.Count > _settings.KeepFinished + 500)
        {
            Forget();
        }
    }

    public Task[] RunTogether(int count) => Enumerable.Range(0, count).Select(_ => RunAsync(_planned.Dequeue())).ToArray();

    private async Task RunAsync(Job job)
    {
        await _slots.WaitAsync();
        try
        {
            await _database.Task;
            _finished[job.Id] = new JobState(job, DateTime.UtcNow, []);
        }
        finally
        {
            _slots.Release();
        }
    }

    private void Forget()
    {
        foreach (var id in _finished.Values.OrderBy(state => state.Finished).Take(_finished.Count - _settings.KeepFinished).Select(state => state.Job.Id).ToArray())
        {
            _finished.TryRemove(id, out _);
        }
    }

    private void Tick(object? name) => Fake.Parse(name!.ToString()!.Length + _clients.Count + _recurring.Count);
}
