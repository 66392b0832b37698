// An editor: 30 documents open of many that were, undo steps to a limit, weak subscriptions, a weak cache of layouts.
using Common;

namespace Editor;

static class App
{
    public static void Run(Action serve)
    {
        var shell = new Shell();
        for (var number = 0; number < 200; number++)
        {
            var document = shell.Open($"/notes/{number}.md");
            for (var key = 0; key < 300; key++)
            {
                document.Type(key);
            }

            Fake.Parse(800);
            if (number >= 30)
            {
                shell.CloseOldest();
            }
        }

        serve();
        GC.KeepAlive(shell);
    }
}

sealed class Shell
{
    private readonly LinkedList<TextDocument> _documents = new();
    private readonly Settings _settings = new();
    private readonly SpellChecker _speller = SpellChecker.Instance;

    public TextDocument Open(string path)
    {
        var document = new TextDocument(path, _settings, _speller);
        _documents.AddLast(document);
        return document;
    }

    public void CloseOldest()
    {
        var oldest = _documents.First!.Value;
        _documents.RemoveFirst();
        oldest.Dispose();
    }
}

sealed class Settings
{
    private readonly List<WeakReference<TextDocument>> _listeners = [];

    public void Listen(TextDocument document)
    {
        _listeners.RemoveAll(reference => !reference.TryGetTarget(out _));
        _listeners.Add(new WeakReference<TextDocument>(document));
    }
}

sealed class TextDocument : IDisposable
{
    private const int MaxUndo = 200;
    private readonly List<string> _lines;
    private readonly LinkedList<UndoStep> _undo = new();
    private readonly Dictionary<int, WeakReference<Layout>> _layouts = [];
    private readonly string _path;
    private bool _disposed;

    public TextDocument(string path, Settings settings, SpellChecker speller)
    {
        _path = path;
        _lines = [.. Enumerable.Range(0, 2400).Select(_ => Fake.Text(80))];
        settings.Listen(this);
        speller.Check(_lines[0]);
    }

    public void Type(int key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var line = key % _lines.Count;
        _undo.AddLast(new UndoStep(line, _lines[line], $"{_path}:{line}"));
        if (_undo.Count > MaxUndo)
        {
            _undo.RemoveFirst();
        }

        _lines[line] += (char)('a' + key % 26);
        _layouts[line] = new WeakReference<Layout>(new Layout(_lines[line]));
    }

    public void Dispose() => _disposed = true;
}

sealed record UndoStep(int Line, string Before, string Where);

sealed class Layout(string text)
{
    private readonly float[] _advances = new float[text.Length];

    public float Width => _advances.Sum();
}

sealed class SpellChecker
{
    private static SpellChecker? s_instance;
    private readonly HashSet<string> _words = [];
    private readonly Dictionary<string, string[]> _synonyms = [];

    private SpellChecker() => ReadDictionary();

    public static SpellChecker Instance => s_instance ??= new SpellChecker();

    public bool Check(string text) => text.Split(' ').All(_words.Contains);

    private void ReadDictionary()
    {
        for (var number = 0; number < 600_000; number++)
        {
            var word = Fake.Word(4) + number;
            _words.Add(word);
            if (number % 3 == 0)
            {
                _synonyms[word] = [Fake.Word(5) + number, Fake.Word(6) + number];
            }
        }
    }
}
