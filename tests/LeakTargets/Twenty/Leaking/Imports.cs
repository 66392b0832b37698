// A parser per file, transient and disposable, asked of the root container, which keeps them all: about 3 %.
using System.Collections.Immutable;
using Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ObjectPool;

namespace Imports;

static class App
{
    public static void Run(Action serve)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Importer>().AddSingleton<Articles>().AddTransient<IFileParser, CsvParser>();
        services.AddSingleton<ObjectPoolProvider>(new DefaultObjectPoolProvider { MaximumRetained = 50 });
        using var provider = services.BuildServiceProvider();
        var importer = provider.GetRequiredService<Importer>();
        for (var file = 0; file < 3500; file++)
        {
            importer.Import($"/inbox/{file}.csv");
        }

        serve();
    }
}

interface IFileParser : IDisposable
{
    IEnumerable<int> Read(string path);
}

sealed class CsvParser : IFileParser
{
    private readonly string?[] _columns = new string?[20];
    private readonly char[] _line = new char[200];

    public IEnumerable<int> Read(string path)
    {
        _columns[0] = path;
        for (var line = 0; line < 40; line++)
        {
            yield return line * path.Length;
        }
    }

    public void Dispose() => Array.Clear(_line);
}

sealed class Importer(IServiceProvider services, Articles articles, ObjectPoolProvider pools)
{
    private readonly ObjectPool<WorkBuffer> _buffers = pools.Create<WorkBuffer>();

    public void Import(string path)
    {
        var buffer = _buffers.Get();
        using (var parser = services.GetRequiredService<IFileParser>())
        {
            foreach (var number in parser.Read(path))
            {
                articles.Update(number);
                buffer.Lines[number % buffer.Lines.Length] = number;
            }
        }

        _buffers.Return(buffer);
        Fake.Parse(40);
    }
}

sealed class WorkBuffer
{
    public long[] Lines { get; } = new long[30_000];
}

sealed record Article(int Number, string Name, string Text, int Stock);

/// <summary>What the shop sells; each change makes a new state, which readers see whole.</summary>
sealed class Articles
{
    private ImmutableDictionary<int, Article> _state = Enumerable.Range(0, 130_000)
        .ToImmutableDictionary(number => number, number => new Article(number, Fake.Text(20), Fake.Text(330), 0));

    public void Update(int number)
    {
        var article = _state[number % _state.Count];
        _state = _state.SetItem(article.Number, article with { Stock = article.Stock + 1 });
    }
}
