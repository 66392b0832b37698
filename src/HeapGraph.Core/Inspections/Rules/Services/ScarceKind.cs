namespace HeapGraph.Core.Inspections.Rules.Services;

/// <summary>A type of which a program needs few objects: see <see cref="FewOfAKind"/>.</summary>
/// <param name="Name">Its full name; what derives from it is meant too.</param>
/// <param name="Cost">What many of it cost.</param>
/// <param name="Remedy">What to do instead.</param>
internal sealed record ScarceKind(string Name, string Cost, string Remedy)
{
    private const string LogScopeCost = "A log scope that is not disposed of stays on its execution context, with all its state.";
    private const string LogScopeRemedy = "Dispose of what BeginScope returns (using).";

    private static readonly ScarceKind[] All =
    [
        new(
            "System.Net.Http.HttpClient",
            "One for all requests is enough; each new one has its own connections.",
            "Keep one in a static field, or ask IHttpClientFactory for it."),
        new(
            "System.Net.Http.HttpMessageHandler",
            "Each owns a pool of connections, with sockets and timers.",
            "Share one handler between all HttpClient objects, or use IHttpClientFactory."),
        new(
            "Microsoft.EntityFrameworkCore.DbContext",
            "Each keeps every entity that it has loaded until it is disposed of.",
            "Use it for one unit of work (AddDbContext, await using), and never from a singleton or a static field."),
        new(
            "Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope",
            "A scope keeps all scoped and disposable services that came from it.",
            "Dispose of every IServiceScope (using var scope = …), and resolve no disposable transient from the root provider.")
        {
            Word = "service scopes (IServiceScope)",
        },
        new(
            "Microsoft.Extensions.DependencyInjection.ServiceProvider",
            "Each is a container of its own, with its own singletons.",
            "Call BuildServiceProvider once, and dispose of what it returns."),
        new(
            "System.Diagnostics.Metrics.Meter",
            "A Meter stays known to every listener until it is disposed of.",
            "Keep one Meter for each library in a static field, or use IMeterFactory."),
        new(
            "System.Diagnostics.Metrics.Instrument",
            "An instrument stays in its Meter, and in every listener, until the Meter is disposed of.",
            "Create each counter, gauge and histogram once, beside its Meter; what differs from call to call is a tag of the measurement.")
        {
            Least = 500,   // .NET and ASP.NET Core have some dozens of their own
        },
        new(
            "System.Diagnostics.ActivitySource",
            "An ActivitySource stays known to every listener until it is disposed of.",
            "Keep one ActivitySource for each library in a static field."),
        new(
            "Microsoft.Extensions.Logging.LoggerFactory",
            "Each has providers with files, threads and queues of their own.",
            "Make one LoggerFactory for the program, or inject ILogger<T>."),
        new(
            "Microsoft.Extensions.Logging.LoggerFactory.DisposingLoggerFactory",
            "Each has a service container, and providers with files, threads and queues of their own.",
            "Call LoggerFactory.Create once for the program, or inject ILogger<T>.")
        {
            Word = "LoggerFactory",
        },
        new("Microsoft.Extensions.Logging.LoggerFactoryScopeProvider.Scope", LogScopeCost, LogScopeRemedy) { Word = "log scopes (ILogger.BeginScope)" },
        new("Microsoft.Extensions.Logging.LoggerExternalScopeProvider.Scope", LogScopeCost, LogScopeRemedy) { Word = "log scopes (ILogger.BeginScope)" },
        new(
            "System.Text.Json.JsonSerializerOptions",
            "Each learns anew how every type is written and read, and keeps that with converters and compiled accessors.",
            "Keep JsonSerializerOptions in a static field, one for each set of settings."),
        new(
            "Microsoft.Extensions.Caching.Memory.MemoryCache",
            "Each has entries and limits of its own, which nobody else finds.",
            "Keep one MemoryCache for the program (AddMemoryCache), and dispose of those that are no more needed."),
        new("Microsoft.Extensions.Configuration.ConfigurationRoot", "Each watches its files and keeps all values.", "Build the configuration once."),
    ];

    /// <summary>What programmers call it, when that is not the type's name.</summary>
    public string? Word { get; init; }

    /// <summary>Fewer are in order.</summary>
    public int Least { get; init; } = LeakThresholds.LeastObjects;

    /// <summary>The kind of a type with some names: its own and those of its base types.</summary>
    public static ScarceKind? Among(string[] names) => All.FirstOrDefault(kind => names.Contains(kind.Name));
}
