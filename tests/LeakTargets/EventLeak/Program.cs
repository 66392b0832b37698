// 1,000 Subscriber objects that never unsubscribe from a static event; each step adds 100.
//
//   static Publisher.Changed -> EventHandler -> object[] _invocationList -> [i] -> EventHandler, -> OnChanged -> Subscriber
Publisher.Subscribe(1_000);
TargetConsole.Serve(args, () => Publisher.Subscribe(100));

static class Publisher
{
    static event EventHandler? Changed;

    public static int Subscribe(int count)
    {
        for (var added = 0; added < count; added++)
        {
            Changed += new Subscriber().OnChanged;
        }

        return Changed!.GetInvocationList().Length;
    }
}

class Subscriber
{
    readonly byte[] _buffer = new byte[64];

    public void OnChanged(object? sender, EventArgs e) => GC.KeepAlive(_buffer);
}
