namespace Common;

/// <summary>Made-up data, the same in each run.</summary>
static class Fake
{
    private static readonly string[] Syllables = ["ba", "cor", "del", "ein", "fa", "gor", "hul", "im", "jo", "kar", "lun", "mer", "nor", "ost", "pra", "quin", "ral", "sed", "tor", "ulm", "ver", "wil", "xan", "yor", "zet"];

    private static readonly string Book = string.Concat(Enumerable.Range(0, 20_000).Select(number => Syllables[number * number % 23] + (number % 3 == 0 ? " " : "")));
    private static int s_texts;

    [ThreadStatic] private static Random? t_random;

    public static Random Random => t_random ??= new Random(Environment.CurrentManagedThreadId);

    public static string Word(int syllables) => string.Concat(Enumerable.Range(0, syllables).Select(_ => Syllables[Random.Next(Syllables.Length)]));

    /// <summary>No two are equal.</summary>
    public static string Text(int length) => string.Create(length, Interlocked.Increment(ref s_texts), static (text, number) =>
    {
        number.TryFormat(text, out var written, "x6");
        Book.AsSpan(Random.Next(Book.Length - text.Length), text.Length - written).CopyTo(text[written..]);
    });

    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        Random.NextBytes(bytes.AsSpan(0, Math.Min(64, length)));
        return bytes;
    }

    /// <summary>The morning of a busy program: requests that leave nothing behind.</summary>
    public static void Serve(int requests)
    {
        var open = new Queue<List<string>>();
        for (var request = 0; request < requests; request++)
        {
            Parse(800);
            open.Enqueue(Enumerable.Range(0, 300).Select(line => $"{request}.{line}").ToList());
            if (open.Count > 60)
            {
                open.Dequeue();
            }
        }
    }

    /// <summary>What a request leaves for the collector: texts parsed, lists built and dropped.</summary>
    public static int Parse(int lines)
    {
        var sum = 0;
        var parts = new List<string[]>();
        for (var line = 0; line < lines; line++)
        {
            parts.Add($"{line};{line * 17};{line % 7:000};{line:x8}".Split(';'));
        }

        foreach (var fields in parts.Where(fields => fields[2] != "003").GroupBy(fields => fields[2]).SelectMany(group => group.ToList()))
        {
            sum += fields[3].Length;
        }

        return sum;
    }
}
