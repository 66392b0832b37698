// 1,000 OrderView objects subscribe to an event; 950 were closed since, and their Dispose does not unsubscribe. Each step opens 100 and closes them.
//
//   static Shop.PriceFeed.Changed -> EventHandler -> [i] -> OnChanged -> OrderView (950 with _disposed = true) -> _rows -> string[32]
//   static Shop.Screen.Open -> List<OrderView> -> the other 50
using Shop;

Screen.Show(1_000, left: 50);
TargetConsole.Serve(args, () => Screen.Show(100, left: 0));

namespace Shop
{
    static class PriceFeed
    {
        public static event EventHandler? Changed;

        public static void Tick() => Changed?.Invoke(null, EventArgs.Empty);
    }

    static class Screen
    {
        static readonly List<OrderView> Open = [];

        public static int Show(int count, int left)
        {
            for (var shown = 0; shown < count; shown++)
            {
                var view = new OrderView(shown);
                if (shown < left)
                {
                    Open.Add(view);
                }
                else
                {
                    view.Dispose();
                }
            }

            return Open.Count;
        }
    }

    sealed class OrderView : IDisposable
    {
        readonly string[] _rows = new string[32];
        readonly int _number;
        bool _disposed;

        public OrderView(int number)
        {
            _number = number;
            PriceFeed.Changed += OnChanged;
        }

        public void Dispose() => _disposed = true;

        void OnChanged(object? sender, EventArgs e) => _rows[_number % _rows.Length] = _disposed ? "" : "changed";
    }
}
