// A nightly batch in the middle of its work: one unit of work with all that it has read and changed, what it has seen, what it will write.
using Common;

namespace Batch;

static class App
{
    public static void Run(Action serve)
    {
        var tariffs = Tariff.ReadAll();
        using var work = new UnitOfWork();
        var run = new NightlyRun(work, tariffs);
        run.Read(110_000);
        run.Charge();
        run.Print(serve);
        work.SaveChanges();
    }
}

sealed class NightlyRun(UnitOfWork work, ILookup<int, Tariff> tariffs)
{
    private readonly HashSet<string> _meters = [];
    private readonly List<Customer> _customers = [];
    private readonly List<Invoice> _invoices = [];

    public void Read(int customers)
    {
        for (var id = 0; id < customers; id++)
        {
            var customer = work.Find(id, key => new Customer { Id = key, Name = Fake.Text(24), Meter = $"M-{key:000000}" });
            if (_meters.Add(customer.Meter))
            {
                _customers.Add(customer);
            }
        }
    }

    public void Charge() => _invoices.AddRange(
        from customer in _customers
        let lines = tariffs[customer.Id % 40].Take(3).Select(tariff => new InvoiceLine(tariff, customer.Id * tariff.Price)).ToList()
        select new Invoice { Customer = customer, Lines = lines });

    /// <summary>Writes one after the other; here somebody looks at it.</summary>
    public void Print(Action serve)
    {
        foreach (var (invoice, number) in _invoices.Select((invoice, number) => (invoice, number)))
        {
            invoice.Customer!.Balance -= invoice.Lines.Sum(line => line.Amount);
            if (number % 200 == 0)
            {
                Fake.Serve(1);
            }

            if (number == _invoices.Count - 10)
            {
                serve();
            }
        }
    }
}

class Customer
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string Meter { get; set; } = "";
    public decimal Balance { get; set; }
}

class Invoice
{
    public Customer? Customer { get; set; }
    public List<InvoiceLine> Lines { get; set; } = [];
    public Guid Number { get; set; } = Guid.NewGuid();
}

sealed record InvoiceLine(Tariff Tariff, decimal Amount);

sealed record Tariff(int Group, string Name, decimal Price, float[] Profile)
{
    public static ILookup<int, Tariff> ReadAll() => Enumerable.Range(0, 4000).Select(number => new Tariff(number % 40, Fake.Text(20), number, new float[2400])).ToLookup(tariff => tariff.Group);
}

/// <summary>As a session of an object-relational mapper: each row once, as it was read and as it is.</summary>
sealed class UnitOfWork : IDisposable
{
    private readonly Dictionary<Type, Dictionary<object, Entry>> _identityMap = [];

    public T Find<T>(int id, Func<int, T> read)
        where T : class
    {
        if (!_identityMap.TryGetValue(typeof(T), out var rows))
        {
            _identityMap.Add(typeof(T), rows = []);
        }

        if (!rows.TryGetValue(id, out var entry))
        {
            var row = read(id);
            rows.Add(id, entry = new Entry(row, typeof(T).GetProperties().Select(property => property.GetValue(row)).ToArray()));
        }

        return (T)entry.Row;
    }

    public int SaveChanges() => _identityMap.Values.Sum(rows => rows.Values.Count(entry => entry.IsChanged));

    public void Dispose() => _identityMap.Clear();
}

sealed class Entry(object row, object?[] original)
{
    public object Row => row;

    public bool IsChanged => row.GetType().GetProperties().Where((property, index) => !Equals(property.GetValue(row), original[index])).Any();
}
