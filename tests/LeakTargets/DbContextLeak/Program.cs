// Contexts of Entity Framework Core that are kept, each with all that it has loaded.
//
//   static Shop.Sessions.Open -> List<ShopContext> -> 150 ShopContext -> (change tracker) -> 10 Order each
using Microsoft.EntityFrameworkCore;
using Shop;

Grow(150);
GC.Collect();
TargetConsole.Serve(args, () => Grow(30));

static int Grow(int count)
{
    for (var done = 0; done < count; done++)
    {
        Sessions.Begin();
    }

    return count;
}

namespace Shop
{
    static class Sessions
    {
        static readonly List<ShopContext> Open = [];
        static readonly DbContextOptions Options = new DbContextOptionsBuilder().UseInMemoryDatabase("shop").Options;
        static int _orders;

        public static void Begin()
        {
            var context = new ShopContext(Options);
            context.Orders.AddRange(Enumerable.Range(0, 10).Select(_ => new Order { Id = ++_orders }));
            Open.Add(context);
        }
    }

    class ShopContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();
    }

    class Order
    {
        public int Id { get; set; }
    }
}
