// A web application in order: it has served some requests and waits for more.
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddMemoryCache();
builder.Services.AddScoped<Basket>();
builder.Services.AddHttpClient("self");
var app = builder.Build();
app.MapGet("/orders/{id}", (int id, Basket basket) => Results.Json(new Order(id, basket.Owner)));
await app.StartAsync();
using (var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("self"))
{
    for (var number = 0; number < 500; number++)
    {
        await client.GetStringAsync($"{app.Urls.First()}/orders/{number}");
    }
}

GC.Collect();
TargetConsole.Serve(args);

class Basket { public string Owner { get; } = "nobody"; }
record Order(int Id, string Owner);
