namespace Shop;

static class Exports
{
    static ServiceProvider? Root;
    static IServiceScope? Scope;

    public static void FromRoot(int count)
    {
        Root = new ServiceCollection().AddTransient<Exporter>().AddSingleton<Archive>().BuildServiceProvider();
        Root.GetRequiredService<Archive>();
        for (var made = 0; made < count; made++)
        {
            using var exporter = Root.GetRequiredService<Exporter>();
            exporter.Export();
        }
    }

    public static void InScope(int count)
    {
        Root = new ServiceCollection().AddTransient<Exporter>().BuildServiceProvider();
        Scope = Root.CreateScope();
        for (var made = 0; made < count; made++)
        {
            Scope.ServiceProvider.GetRequiredService<Exporter>().Export();
        }
    }

    public static async Task InHost(int messages)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddTransient<Exporter>().AddSingleton<Receiver>();
        var app = builder.Build();
        await app.StartAsync();
        app.Services.GetRequiredService<Receiver>().Receive(messages);
    }
}

class Receiver(IServiceProvider services)
{
    public void Receive(int messages)
    {
        for (var received = 0; received < messages; received++)
        {
            services.GetRequiredService<Exporter>().Export();
        }
    }
}

class Exporter : IDisposable
{
    readonly byte[] _page = new byte[300];
    bool _disposed;

    public void Export() => GC.KeepAlive(_page);

    public void Dispose() => _disposed = _page.Length > 0 || _disposed;
}

class Archive : IDisposable
{
    public void Dispose()
    {
    }
}
