// Documents that were closed and disposed of stay in the workspace's list of those opened: about 57 %.
using System.Buffers;
using Common;
using Common.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace Viewer;

static class App
{
    public static void Run(Action serve)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Fonts>().AddSingleton<Thumbnails>().AddSingleton<Workspace>();
        using var provider = services.BuildServiceProvider();
        var workspace = provider.GetRequiredService<Workspace>();
        for (var number = 0; number < 420; number++)
        {
            using (var document = workspace.Open($"/home/anna/reports/{number}.pdf"))
            {
                document.Print();
            }

            Fake.Parse(100);
        }

        serve();
    }
}

sealed class Workspace(Fonts fonts, Thumbnails thumbnails)
{
    private readonly Dictionary<string, Document> _opened = new(StringComparer.Ordinal);

    public Document Open(string path)
    {
        if (!_opened.TryGetValue(path, out var document))
        {
            document = new Document(path, fonts);
            _opened.Add(path, document);
            thumbnails.Of(path);
        }

        return document;
    }
}

sealed class Document : IDisposable
{
    private readonly List<Page> _pages = [];
    private readonly string _path;
    private bool _isDisposed;

    public Document(string path, Fonts fonts)
    {
        _path = path;
        for (var number = 0; number < 40; number++)
        {
            _pages.Add(new Page(number, fonts.Any(number), Fake.Bytes(6000), [.. Enumerable.Range(0, 20).Select(run => new TextRun(run, Fake.Text(20)))]));
        }
    }

    public void Print()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var buffer = ArrayPool<byte>.Shared.Rent(32_000);
        foreach (var page in _pages)
        {
            page.Content.CopyTo(buffer, 0);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    public void Dispose() => _isDisposed = true;
}

sealed record Page(int Number, Font Font, byte[] Content, TextRun[] Runs);

sealed record TextRun(int X, string Text);

sealed record Font(string Name, Dictionary<char, Glyph> Glyphs);

sealed record Glyph(short Width, short[] Outline);

sealed class Fonts
{
    private readonly List<Font> _installed;

    public Fonts() => _installed = (from number in Enumerable.Range(0, 70)
                                    select new Font(Fake.Text(12), Enumerable.Range(32, 2000).ToDictionary(code => (char)code, code => new Glyph((short)code, new short[180])))).ToList();

    public Font Any(int number) => _installed[number % _installed.Count];
}

sealed class Thumbnails
{
    private readonly LruCache<string, byte[]> _images = new(capacity: 300);

    public byte[] Of(string path) => _images.GetOrAdd(path, _ => Fake.Bytes(160_000));
}
