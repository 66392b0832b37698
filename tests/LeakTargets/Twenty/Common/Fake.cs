using System.Text;

namespace Common;

/// <summary>Made-up data, the same in each run.</summary>
static class Fake
{
    private static readonly string[] Syllables = ["ba", "cor", "del", "ein", "fa", "gor", "hul", "im", "jo", "kar", "lun", "mer", "nor", "ost", "pra", "quin", "ral", "sed", "tor", "ulm", "ver", "wil", "xan", "yor", "zet"];

    [ThreadStatic] private static Random? t_random;

    public static Random Random => t_random ??= new Random(7);

    public static string Word(int syllables)
    {
        var text = new StringBuilder();
        for (var index = 0; index < syllables; index++)
        {
            text.Append(Syllables[Random.Next(Syllables.Length)]);
        }

        return text.ToString();
    }

    public static string Text(int length)
    {
        var text = new StringBuilder(length + 8);
        while (text.Length < length)
        {
            text.Append(Syllables[Random.Next(Syllables.Length)]);
            if (Random.Next(3) == 0)
            {
                text.Append(' ');
            }
        }

        return text.ToString(0, length);
    }

    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        Random.NextBytes(bytes.AsSpan(0, Math.Min(64, length)));
        return bytes;
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
