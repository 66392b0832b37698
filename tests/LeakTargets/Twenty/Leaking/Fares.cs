// Each search for fares registers with the host's stopping token, and never takes that back: about 40 %.
using System.Collections.Concurrent;
using System.Collections.Frozen;
using Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fares;

static class App
{
    public static async Task Run(Action serve)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Airports>();
        builder.Services.AddSingleton<FareCache>();
        builder.Services.AddScoped<FareService>();
        using var host = builder.Build();
        await host.StartAsync();
        host.Services.GetRequiredService<FareCache>();
        for (var request = 0; request < 5000; request++)
        {
            Fake.Parse(40);
            await using var scope = host.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<FareService>().FindAsync(request);
        }

        serve();
        await host.StopAsync();
    }
}

sealed class FareService(Airports airports, FareCache cache, IHostApplicationLifetime lifetime)
{
    public async Task<int> FindAsync(int request)
    {
        var search = new FareSearch(request, airports);
        lifetime.ApplicationStopping.Register(search.Abort);
        await search.RunAsync();
        cache.Add(request, search.Offers[0]);
        return search.Offers.Count;
    }
}

sealed class FareSearch(int number, Airports airports)
{
    private volatile bool _aborted;

    public List<Offer> Offers { get; } = [];

    public void Abort() => _aborted = true;

    public async Task RunAsync()
    {
        for (var offer = 0; offer < 100 && !_aborted; offer++)
        {
            Offers.Add(new Offer(airports.ByNumber(number + offer), airports.ByNumber(number * 3), 100m + offer, $"F{number}-{offer}"));
        }

        await Task.Yield();
    }
}

sealed record Offer(Airport From, Airport To, decimal Price, string Flight);

sealed record Airport(string Code, string City, byte[] Timetable);

/// <summary>Read when first asked for.</summary>
sealed class Airports
{
    private readonly FrozenDictionary<string, Airport> _byCode;
    private readonly Airport[] _all;

    public Airports()
    {
        _byCode = Enumerable.Range(0, 9000).Select(number => new Airport($"A{number:0000}", Fake.Text(20), Fake.Bytes(8000))).ToFrozenDictionary(airport => airport.Code);
        _all = [.. _byCode.Values];
    }

    public Airport ByNumber(int number) => _all[number % _all.Length];
}

sealed class FareCache
{
    private static readonly int Most = 2000;
    private readonly ConcurrentDictionary<int, (DateTime Until, Offer Offer, byte[] Page)> _fares = new();

    public void Add(int request, Offer offer)
    {
        _fares[request] = (DateTime.UtcNow.AddMinutes(5), offer, Fake.Bytes(9000));
        Shrink();
    }

    private void Shrink()
    {
        while (_fares.Count > Most)
        {
            foreach (var request in _fares.OrderBy(pair => pair.Value.Until).Take(Most / 4).Select(pair => pair.Key).ToList())
            {
                _fares.TryRemove(request, out _);
            }
        }
    }
}
