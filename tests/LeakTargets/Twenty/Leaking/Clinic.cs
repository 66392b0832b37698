// A trail of all that was looked at, kept by a singleton and never written out: about 30 %.
using Common;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Clinic;

static class App
{
    public static void Run(Action serve)
    {
        var services = new ServiceCollection();
        services.AddMemoryCache(options => options.SizeLimit = 50_000_000);
        services.AddSingleton<IAuditTrail, AuditTrail>().AddSingleton<Medicines>().AddScoped<PatientRecords>();
        using var provider = services.BuildServiceProvider(validateScopes: true);
        for (var request = 0; request < 150_000; request++)
        {
            using var scope = provider.CreateScope();
            scope.ServiceProvider.GetRequiredService<PatientRecords>().Show(request);
        }

        serve();
    }
}

interface IAuditTrail
{
    void Note(string who, string what, int patient);
}

sealed class AuditTrail : IAuditTrail
{
    private readonly object _lock = new();
    private readonly List<AuditEntry> _entries = [];

    public void Note(string who, string what, int patient)
    {
        var entry = new AuditEntry(Guid.NewGuid(), DateTimeOffset.UtcNow, who, what, patient);
        lock (_lock)
        {
            _entries.Add(entry);
        }
    }
}

sealed record AuditEntry(Guid Id, DateTimeOffset At, string Who, string What, int Patient);

sealed class PatientRecords(IAuditTrail trail, IMemoryCache cache, Medicines medicines)
{
    public void Show(int request)
    {
        var patient = request * 31 % 9000;
        var sheet = cache.GetOrCreate($"patient/{patient}", entry =>
        {
            var made = new Sheet(patient, Fake.Text(1200), [.. Enumerable.Range(0, 12).Select(number => new Finding(DateTime.UtcNow, Fake.Text(40), medicines.Any(number)))]);
            entry.SetSize(5000).SetSlidingExpiration(TimeSpan.FromMinutes(20));
            return made;
        })!;
        trail.Note("nurse", $"looked at sheet of patient {sheet.Patient} with {sheet.Findings.Length} findings, request {request}", patient);
    }
}

sealed record Sheet(int Patient, string Notes, Finding[] Findings);

sealed record Finding(DateTime At, string Text, Medicine Medicine);

sealed class Medicine
{
    public required string Name;
    public required string Leaflet;
    public HashSet<int> Conflicts = [];
}

/// <summary>Bought once a year, read at start.</summary>
sealed class Medicines
{
    private readonly SortedList<string, Medicine> _byName = [];

    public Medicines()
    {
        for (var number = 0; number < 16_000; number++)
        {
            _byName.Add($"M{number:00000}", new Medicine { Name = Fake.Text(16), Leaflet = Fake.Text(900), Conflicts = [.. Enumerable.Range(number, 25)] });
        }
    }

    public Medicine Any(int number) => _byName.Values[number % _byName.Count];
}
