// A search engine: its index is read at start, queries are remembered to a limit.
using System.Collections.Concurrent;
using System.Collections.Frozen;
using Common;

namespace Search;

static class App
{
    public static void Run(Action serve)
    {
        SearchIndex.Load();
        for (var query = 0; query < 30_000; query++)
        {
            if (query % 50 == 0)
            {
                Fake.Parse(800);
            }

            Engine.Find($"{Fake.Word(2)} {query % 9000}");
        }

        serve();
    }
}

static class SearchIndex
{
    private static readonly List<Page> Pages = [];
    private static Dictionary<string, List<int>> s_postings = [];
    private static FrozenDictionary<string, int> s_stopWords = FrozenDictionary<string, int>.Empty;
    private static TrieNode s_completions = new();

    public static void Load()
    {
        for (var number = 0; number < 70_000; number++)
        {
            Pages.Add(new Page(number, new Uri($"https://example.org/{number}"), Fake.Text(500)));
            for (var word = 0; word < 30; word++)
            {
                var key = Fake.Word(3);
                if (!s_postings.TryGetValue(key, out var postings))
                {
                    s_postings.Add(key, postings = []);
                }

                postings.Add(number);
            }
        }

        s_stopWords = s_postings.Keys.Take(500).ToFrozenDictionary(word => word, word => word.Length);
        foreach (var word in s_postings.Keys.Take(5000))
        {
            s_completions.Add(word, 0);
        }
    }

    public static IReadOnlyList<int> Find(string word) => s_stopWords.ContainsKey(word) ? [] : s_postings.GetValueOrDefault(word) ?? [];

    public static Page Page(int number) => Pages[number % Pages.Count];
}

sealed record Page(int Number, Uri Address, string Text);

sealed class TrieNode
{
    private readonly SortedList<char, TrieNode> _next = [];

    public void Add(string word, int from)
    {
        if (from < word.Length)
        {
            if (!_next.TryGetValue(word[from], out var node))
            {
                _next.Add(word[from], node = new TrieNode());
            }

            node.Add(word, from + 1);
        }
    }
}

static class Engine
{
    private const int MaxQueries = 8000;
    private static readonly ConcurrentDictionary<string, Result> Answers = new(StringComparer.Ordinal);
    private static readonly ConcurrentQueue<string> Order = new();

    public static Result Find(string query) => Answers.GetOrAdd(query, static text =>
    {
        var result = new Result(text, [.. SearchIndex.Find(text.Split(' ')[0]).Take(10).Select(SearchIndex.Page)], Fake.Bytes(1200));
        Order.Enqueue(text);
        Trim();
        return result;
    });

    private static void Trim()
    {
        while (Order.Count > MaxQueries && Order.TryDequeue(out var oldest))
        {
            Answers.TryRemove(oldest, out _);
        }
    }
}

sealed record Result(string Query, Page[] Pages, byte[] Html);
