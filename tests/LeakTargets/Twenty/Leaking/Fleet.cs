// Vehicles that went away leave their heartbeat's timer behind: about 20 %.
using System.Collections.Concurrent;
using Common;
using Microsoft.Extensions.Caching.Memory;

namespace Fleet;

static class App
{
    public static void Run(Action serve)
    {
        var roads = RoadMap.Read(220_000);
        var gateway = new Gateway(roads);
        for (var number = 0; number < 1800; number++)
        {
            gateway.Connect(number);
            if (number >= 60)
            {
                gateway.Disconnect(number - 60);
            }

            Fake.Parse(300);
        }

        serve();
        GC.KeepAlive(gateway);
    }
}

sealed class Gateway(RoadMap roads)
{
    private readonly ConcurrentDictionary<int, VehicleSession> _sessions = new();
    private readonly MemoryCache _geofences = new(new MemoryCacheOptions { SizeLimit = 4000 });

    public void Connect(int vehicle)
    {
        var session = new VehicleSession(vehicle, roads);
        _sessions[vehicle] = session;
        for (var fence = 0; fence < 4; fence++)
        {
            _geofences.Set((vehicle, fence), new float[500], new MemoryCacheEntryOptions { Size = 1 });
        }
    }

    public void Disconnect(int vehicle)
    {
        if (_sessions.TryRemove(vehicle, out var session))
        {
            session.SayGoodbye();
        }
    }
}

sealed class VehicleSession
{
    private readonly byte[] _receiveBuffer = new byte[8192];
    private readonly List<Position> _track = [];
    private readonly RoadMap _roads;
    private readonly Timer _heartbeat;
    private readonly int _vehicle;

    public VehicleSession(int vehicle, RoadMap roads)
    {
        (_vehicle, _roads) = (vehicle, roads);
        _heartbeat = new Timer(_ => Beat(), null, 30_000, 30_000);
        for (var step = 0; step < 120; step++)
        {
            _track.Add(new Position(step, vehicle, DateTime.UtcNow));
        }
    }

    public void SayGoodbye() => _receiveBuffer.AsSpan().Clear();

    private void Beat() => _track.Add(new Position(_vehicle, _roads.Count, DateTime.UtcNow));
}

sealed record Position(double Longitude, double Latitude, DateTime At);

sealed class RoadMap
{
    private readonly Dictionary<long, Crossing> _crossings;

    private RoadMap(Dictionary<long, Crossing> crossings) => _crossings = crossings;

    public int Count => _crossings.Count;

    public static RoadMap Read(int count)
    {
        var crossings = new Dictionary<long, Crossing>();
        for (var number = 0; number < count; number++)
        {
            crossings.Add(number * 7L, new Crossing { Id = number * 7L, Name = Fake.Text(18) });
        }

        foreach (var crossing in crossings.Values)
        {
            for (var street = 0; street < 3; street++)
            {
                var there = crossings[(crossing.Id / 7 + (street + 1) * 31) % count * 7L];
                crossing.Streets.Add(new Street(crossing, there, 10f * street));
            }
        }

        return new RoadMap(crossings);
    }
}

sealed class Crossing
{
    public long Id { get; init; }
    public required string Name { get; init; }
    public List<Street> Streets { get; } = [];
}

sealed record Street(Crossing From, Crossing To, float Meters);
