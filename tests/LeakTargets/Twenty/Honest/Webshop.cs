// A shop on Kestrel: sessions that expire, a cache with a limit, 200 requests that wait for a slow supplier, 60 timers of campaigns.
using System.Collections.Concurrent;
using Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Webshop;

static class App
{
    public static async Task Run(Action serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMemoryCache(options => options.SizeLimit = 30_000_000);
        builder.Services.AddSingleton<Catalogue>().AddSingleton<Sessions>().AddSingleton<Supplier>().AddScoped<Basket>().AddHostedService<Campaigns>();
        builder.Services.AddHttpClient("self");
        await using var app = builder.Build();
        app.MapGet("/product/{id}", async (int id, Basket basket, Catalogue catalogue, IMemoryCache pages) =>
        {
            basket.Visit(id);
            var page = await pages.GetOrCreateAsync(id, entry =>
            {
                entry.SetSize(7000);
                return Task.FromResult(catalogue[id].Name + Fake.Text(3400));
            });
            return Results.Text(page);
        });
        app.MapGet("/stock/{id}", async (int id, Supplier supplier, CancellationToken gone) => Results.Text($"{await supplier.StockAsync(id, gone)}"));
        await app.StartAsync();
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("self");
        client.BaseAddress = new Uri(app.Urls.First());
        for (var number = 0; number < 1500; number++)
        {
            await client.GetStringAsync($"/product/{number % 700}");
        }

        Fake.Serve(500);
        var sessions = app.Services.GetRequiredService<Sessions>();
        for (var visitor = 0; visitor < 9000; visitor++)
        {
            sessions.Touch($"visitor-{visitor}", visitor);
        }

        var waiting = Enumerable.Range(0, 200).Select(number => client.GetStringAsync($"/stock/{number}")).ToArray();
        while (app.Services.GetRequiredService<Supplier>().Waiting < 200)
        {
            await Task.Delay(20);
        }

        serve();
        GC.KeepAlive(waiting);
    }
}

sealed record Product(int Id, string Name, string Description, decimal Price, List<string> Pictures);

sealed class Catalogue
{
    private readonly Dictionary<int, Product> _products = [];

    public Catalogue() => Load();

    public Product this[int id] => _products[id];

    private void Load()
    {
        for (var id = 0; id < 75_000; id++)
        {
            _products[id] = new Product(id, Fake.Text(30), Fake.Text(400), id, [.. Enumerable.Range(0, 4).Select(number => $"/img/{id}/{number}.webp")]);
        }
    }
}

sealed class Basket(Sessions sessions)
{
    public void Visit(int product) => sessions.Touch($"visitor-{product % 50}", product);
}

sealed class Session(string id)
{
    public string Id => id;
    public DateTime LastSeen { get; private set; }
    public List<int> Products { get; } = [];
    public Dictionary<string, string> Settings { get; } = new() { ["language"] = "de", ["theme"] = "dark" };

    public void Touch(int product)
    {
        LastSeen = DateTime.UtcNow;
        Products.Add(product);
    }
}

sealed class Sessions : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    private readonly ConcurrentDictionary<string, Session> _sessions = new();
    private readonly Timer _sweep;

    public Sessions() => _sweep = new Timer(_ => Sweep(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    public void Touch(string id, int product)
    {
        var session = _sessions.GetOrAdd(id, name => new Session(name));
        lock (session)
        {
            session.Touch(product);
        }
    }

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        foreach (var (id, session) in _sessions)
        {
            if (DateTime.UtcNow - session.LastSeen > Idle)
            {
                _sessions.TryRemove(id, out _);
            }
        }
    }
}

/// <summary>Answers when a batch is full.</summary>
sealed class Supplier
{
    private readonly List<TaskCompletionSource<int>> _batch = [];

    public int Waiting
    {
        get
        {
            lock (_batch)
            {
                return _batch.Count;
            }
        }
    }

    public async Task<int> StockAsync(int id, CancellationToken gone)
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_batch)
        {
            _batch.Add(answer);
            if (_batch.Count == 500)
            {
                _batch.ForEach(waiting => waiting.SetResult(id));
                _batch.Clear();
            }
        }

        return await answer.Task.WaitAsync(TimeSpan.FromMinutes(5), gone);
    }
}

sealed class Campaigns(Catalogue catalogue) : IHostedService
{
    private readonly List<Campaign> _running = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running.AddRange(Enumerable.Range(0, 60).Select(number => new Campaign(catalogue[number])));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _running.ForEach(campaign => campaign.Dispose());
        return Task.CompletedTask;
    }
}

sealed class Campaign : IDisposable
{
    private readonly Timer _end;

    public Campaign(Product product) => _end = new Timer(_ => Product = null, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

    public Product? Product { get; private set; }

    public void Dispose() => _end.Dispose();
}
