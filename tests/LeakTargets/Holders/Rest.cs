using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;

namespace Shop;

/// <summary>The same types as they should be used.</summary>
static class Rest
{
    static readonly Pipe Read = new();
    static readonly ConcurrentQueue<byte[]> Warm = new();
    static readonly ThreadLocal<byte[]> Scratch = new(() => new byte[1_000]);
    static readonly List<string> Catalogue = [.. Enumerable.Range(0, 500).Select(number => $"article {number}")];
    static readonly Dictionary<int, Action> Commands = [];
    static ServiceProvider? Root;

    public static void Begin()
    {
        for (var number = 0; number < 64; number++)
        {
            Warm.Enqueue(new byte[4096]);
            ArrayPool<byte>.Shared.Return(ArrayPool<byte>.Shared.Rent(1 << (4 + (number % 14))));
            var size = number;
            Commands[number] = () => Console.Error.WriteLine($"{size} {Catalogue.Count}");
        }

        for (var number = 0; number < 100; number++)
        {
            Feed.Write(Read, 1, 4096);
            Read.Reader.TryRead(out var result);
            Read.Reader.AdvanceTo(result.Buffer.End);
        }

        Assemblies.Make(3);
        GC.KeepAlive(Scratch.Value);
        var services = new ServiceCollection();
        services.AddTransient<Exporter>();
        for (var number = 0; number < 20; number++)
        {
            services.AddKeyedSingleton<Archive>(number);
        }

        Root = services.BuildServiceProvider();
        for (var number = 0; number < 200; number++)
        {
            Root.GetRequiredKeyedService<Archive>(number % 20);
            using var scope = Root.CreateScope();
            scope.ServiceProvider.GetRequiredService<Exporter>().Export();
        }
    }
}
