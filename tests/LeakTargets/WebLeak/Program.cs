// A web application that never disposes of what it makes anew, each kind in another number.
//
//   static Shop.Requests.Scopes -> List<IServiceScope> -> 900 scopes, each with a Basket
//   static Shop.Requests.Containers -> List<ServiceProvider> -> 250 containers
//   static Shop.Requests.Factories -> List<ILoggerFactory> -> 200 LoggerFactory
//   static Shop.Requests.Settings -> List<IConfigurationRoot> -> 180 ConfigurationRoot
//   static Shop.Requests.Handlers -> List<HttpMessageHandler> -> 160 SocketsHttpHandler
//   static Shop.Requests.Context -> ExecutionContext -> 700 log scopes, the last one first
//   static Meter.s_allMeters: 500 Meter      static ActivitySource.s_activeSources: 400 ActivitySource
//   static Shop.Requests.Own -> Meter -> 600 Counter<long>
//   static Shop.Requests.Cache -> MemoryCache -> 3,000 Product, without a limit
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Memory;
using Shop;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders().AddSimpleConsole(console => console.IncludeScopes = true).SetMinimumLevel(LogLevel.Warning);
builder.Services.AddScoped<Basket>();
var app = builder.Build();
await app.StartAsync();
Requests.Cache = new MemoryCache(new MemoryCacheOptions());
Grow(10);
GC.Collect();
TargetConsole.Serve(args, () => Grow(1));

int Grow(int tenths)
{
    Times(90 * tenths, () => Requests.Open(app.Services));
    Times(25 * tenths, () => Requests.Containers.Add(new ServiceCollection().AddSingleton<Basket>().BuildServiceProvider()));
    Times(20 * tenths, () => Requests.Factories.Add(LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Error))));
    Times(18 * tenths, () => Requests.Settings.Add(new ConfigurationBuilder().AddInMemoryCollection().Build()));
    Times(16 * tenths, () => Requests.Handlers.Add(new SocketsHttpHandler()));
    Requests.Log(app.Logger, 70 * tenths);
    Times(50 * tenths, () => new Meter("Shop.Orders").CreateCounter<int>("orders"));
    Times(40 * tenths, () => new ActivitySource("Shop.Orders"));
    Times(60 * tenths, () => Requests.Own.CreateCounter<long>($"visits of {Requests.Number++}"));
    Times(300 * tenths, () => Requests.Cache.Set(Requests.Number++, new Product()));
    return tenths;
}

static void Times(int count, Action action)
{
    for (var done = 0; done < count; done++)
    {
        action();
    }
}

namespace Shop
{
    static class Requests
    {
        public static int Number;
        public static MemoryCache Cache = null!;
        public static readonly Meter Own = new("Shop.Visits");
        public static readonly List<ServiceProvider> Containers = [];
        public static readonly List<ILoggerFactory> Factories = [];
        public static readonly List<IConfigurationRoot> Settings = [];
        public static readonly List<HttpMessageHandler> Handlers = [];
        static readonly List<IServiceScope> Scopes = [];
        static ExecutionContext? Context;

        public static void Open(IServiceProvider services)
        {
            var scope = services.CreateScope();
            scope.ServiceProvider.GetRequiredService<Basket>();
            Scopes.Add(scope);
        }

        // As in a loop of one async method: each scope is opened inside the one before it.
        public static void Log(ILogger logger, int count) => ExecutionContext.Run(Context ?? ExecutionContext.Capture()!, _ =>
        {
            for (var opened = 0; opened < count; opened++)
            {
                logger.BeginScope("order");
            }

            Context = ExecutionContext.Capture();
        }, null);
    }

    class Basket { public readonly byte[] Lines = new byte[400]; }
    class Product { public readonly byte[] Picture = new byte[100]; }
}
