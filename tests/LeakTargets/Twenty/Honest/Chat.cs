// A chat server: 400 connections, each with a bounded queue and a loop that waits for the next line; rooms with their last messages.
using System.Collections.Concurrent;
using System.Threading.Channels;
using Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Chat;

static class App
{
    public static async Task Run(Action serve)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<ChatOptions>(options => options.History = 1500);
        builder.Services.AddSingleton<Rooms>().AddSingleton<Server>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Server>());
        using var host = builder.Build();
        await host.StartAsync();
        var server = host.Services.GetRequiredService<Server>();
        for (var user = 0; user < 1200; user++)
        {
            server.Accept($"user{user}");
            if (user >= 400)
            {
                server.Close($"user{user - 400}");
            }
        }

        for (var line = 0; line < 60_000; line++)
        {
            if (line % 100 == 0)
            {
                Fake.Parse(800);
            }

            await server.SayAsync($"user{800 + line % 400}", Fake.Text(120 + line % 300));
        }

        await Task.Delay(300);
        serve();
        await host.StopAsync();
    }
}

sealed class ChatOptions
{
    public int History { get; set; } = 100;
}

sealed record Message(string From, string Text, DateTime At);

sealed class Rooms(IOptions<ChatOptions> options)
{
    private readonly Dictionary<int, Queue<Message>> _rooms = Enumerable.Range(0, 50).ToDictionary(number => number, _ => new Queue<Message>());
    private readonly Emoji _emoji = new();

    public void Add(int room, Message message)
    {
        lock (_rooms)
        {
            var messages = _rooms[room];
            messages.Enqueue(message with { Text = _emoji.Replace(message.Text) });
            while (messages.Count > options.Value.History)
            {
                messages.Dequeue();
            }
        }
    }
}

sealed class Emoji
{
    private static readonly Dictionary<string, byte[]> Pictures;

    static Emoji() => Pictures = Enumerable.Range(0, 7000).ToDictionary(number => $":{Fake.Word(3)}{number}:", _ => Fake.Bytes(9000));

    public string Replace(string text) => Pictures.ContainsKey(text) ? "?" : text;
}

sealed class Connection(string user, Rooms rooms, CancellationToken stopping) : IAsyncDisposable
{
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(100);
    private readonly CancellationTokenSource _closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly byte[] _buffer = new byte[16_384];
    private Task _loop = Task.CompletedTask;

    public ValueTask SayAsync(string line) => _lines.Writer.WriteAsync(line);

    public void Start() => _loop = LoopAsync();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loop;
        _closing.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync(_closing.Token))
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    _buffer[line.Length]++;
                    rooms.Add(line.Length % 50, new Message(user, line, DateTime.UtcNow));
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}

sealed class Server(Rooms rooms, IHostApplicationLifetime lifetime) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Connection> _connections = new();

    public void Accept(string user)
    {
        var connection = new Connection(user, rooms, lifetime.ApplicationStopping);
        connection.Start();
        _connections[user] = connection;
    }

    public ValueTask SayAsync(string user, string line) => _connections[user].SayAsync(line);

    public void Close(string user)
    {
        if (_connections.TryRemove(user, out var connection))
        {
            _ = connection.DisposeAsync().AsTask();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await pulse.WaitForNextTickAsync(stoppingToken))
        {
            Fake.Parse(_connections.Count);
        }
    }
}
