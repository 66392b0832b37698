// Of the answers of a bank some are lost, and nobody gives up waiting for them: about 5 %.
using System.Collections.Concurrent;
using Common;

namespace Payments;

static class App
{
    public static void Run(Action serve)
    {
        Merchants.Load(85_000);
        var bank = new BankConnection();
        var desk = new PaymentDesk(bank);
        for (var number = 0; number < 40_000; number++)
        {
            _ = desk.PayAsync(new Payment(number, $"DE{number:00000000}", Fake.Text(300), 10m + number));
            bank.Receive(number - 50);
            if (number % 40 == 0)
            {
                Fake.Parse(60);
            }
        }

        serve();
        GC.KeepAlive(desk);
    }
}

sealed class PaymentDesk(BankConnection bank)
{
    private readonly ConcurrentDictionary<string, decimal> _today = new();
    private readonly Queue<Receipt> _receipts = new();

    public async Task PayAsync(Payment payment)
    {
        var document = Render(payment);
        var answer = await bank.SendAsync(payment.Number);
        _today.AddOrUpdate(payment.Account[..4], payment.Amount, (_, sum) => sum + payment.Amount);
        Keep(new Receipt(payment, answer, document));
    }

    private static byte[] Render(Payment payment) => Fake.Bytes(1500 + payment.Text.Length);

    private void Keep(Receipt receipt)
    {
        lock (_receipts)
        {
            _receipts.Enqueue(receipt);
            if (_receipts.Count > 10_000)
            {
                _receipts.Dequeue();
            }
        }
    }
}

sealed record Payment(int Number, string Account, string Text, decimal Amount);

sealed record Receipt(Payment Payment, Answer Answer, byte[] Document);

sealed record Answer(int Number, bool Accepted);

sealed class BankConnection
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Answer>> _waiting = new();

    public Task<Answer> SendAsync(int number)
    {
        var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = answer;
        return answer.Task;
    }

    public void Receive(int number)
    {
        if (number % 17 != 3 && _waiting.TryRemove(number, out var answer))
        {
            answer.SetResult(new Answer(number, true));
        }
    }
}

sealed class Merchant
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string Street { get; set; } = "";
    public List<Terminal> Terminals { get; set; } = [];
}

sealed class Terminal
{
    public int Number { get; set; }
    public Merchant? Owner { get; set; }
    public byte[] Key { get; set; } = [];
}

static class Merchants
{
    private static readonly Dictionary<int, Merchant> s_byId = new();

    public static void Load(int count)
    {
        for (var id = 0; id < count; id++)
        {
            var merchant = new Merchant { Id = id, Name = Fake.Text(30), Street = Fake.Text(40) };
            for (var number = 0; number < 4; number++)
            {
                merchant.Terminals.Add(new Terminal { Number = number, Owner = merchant, Key = Fake.Bytes(64) });
            }

            s_byId.Add(id, merchant);
        }
    }

    public static Merchant? Find(int id) => s_byId.GetValueOrDefault(id);
}
