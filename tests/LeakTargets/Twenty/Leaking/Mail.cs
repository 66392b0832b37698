// The worker that sends letters died of one it could not send; others are still put into its queue: about 15 %.
using System.Threading.Channels;
using Common;

namespace Mail;

static class App
{
    public static void Run(Action serve)
    {
        var templates = new Templates();
        var outbox = new Outbox(templates);
        outbox.Start();
        for (var number = 0; number < 9000; number++)
        {
            outbox.Post(number);
            Fake.Parse(40);
        }

        serve();
        GC.KeepAlive(outbox);
    }
}

sealed class Outbox(Templates templates)
{
    private readonly Channel<Letter> _letters = Channel.CreateUnbounded<Letter>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, DateTime> _lastSent = new();
    private Task _sender = Task.CompletedTask;

    public void Start() => _sender = Task.Run(SendAsync);

    public void Post(int number) => _letters.Writer.TryWrite(new Letter($"customer{number}@example.org", $"Your order {number}", templates.Fill(number)));

    private async Task SendAsync()
    {
        await foreach (var letter in _letters.Reader.ReadAllAsync())
        {
            if (letter.Subject.EndsWith("order 300", StringComparison.Ordinal))
            {
                throw new FormatException("No such mailbox.");
            }

            _lastSent[letter.To] = DateTime.UtcNow;
        }
    }
}

sealed record Letter(string To, string Subject, string Body);

sealed class Templates
{
    private readonly string[] _templates = [.. Enumerable.Range(0, 300).Select(_ => Fake.Text(1000))];
    private readonly Dictionary<string, Dictionary<string, string>> _translations;
    private readonly byte[][] _attachments;

    public Templates()
    {
        _translations = new[] { "de", "fr", "nl", "pl", "it", "cs" }.ToDictionary(
            language => language, language => Enumerable.Range(0, 30_000).ToDictionary(key => $"{language}.{key}", _ => Fake.Text(100)));
        _attachments = Enumerable.Range(0, 90).Select(_ => Fake.Bytes(500_000)).ToArray();
    }

    public string Fill(int number) => _templates[number % _templates.Length] + number + _translations["de"].Count + _attachments.Length;
}
