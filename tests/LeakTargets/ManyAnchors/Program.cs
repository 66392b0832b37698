// 200 MainWindow objects that were closed, and are still held in six ways, each of which keeps all of them:
//
//   static Theme.Changed -> EventHandler -> object[] -> EventHandler -> MainWindow
//   static SharedMenu.Instance -> SharedMenu -- _opening --> EventHandler -> object[] -> EventHandler -> MainWindow
//   static Flow.Kept -> List -> ExecutionContext -> ... -> MainWindow
//   static History.Shown -> ThreadLocal<List<MainWindow>> -> LinkedSlot -- _value --> List -> MainWindow, and from the thread's own slots
//   static TimerQueue.Instances -> ... -> TimerQueueTimer -- _timerCallback --> TimerCallback -> MainWindow
//   static Services.Root -> Services -> Dictionary -> WindowManager -- _open --> List -> MainWindow
MainWindow.OpenAll();
TargetConsole.Serve(args);

class MainWindow
{
    readonly byte[] _content = new byte[1000];
    Timer? _refresh;

    public static void OpenAll()
    {
        for (var index = 0; index < 200; index++)
        {
            new MainWindow().Open();
        }
    }

    void Open()
    {
        Theme.Changed += OnEvent;
        SharedMenu.Instance.Opening += OnEvent;
        _refresh = new Timer(_ => GC.KeepAlive(_content), null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        Flow.Keep(this);
        History.Shown.Value!.Add(this);
        Services.Root.Get<WindowManager>().Add(this);
    }

    void OnEvent(object? sender, EventArgs e) => GC.KeepAlive(_refresh);
}

static class Theme
{
    public static event EventHandler? Changed;

    public static void Change() => Changed?.Invoke(null, EventArgs.Empty);
}

class SharedMenu
{
    public static readonly SharedMenu Instance = new();

    EventHandler? _opening;

    public event EventHandler Opening { add => _opening += value; remove => _opening -= value; }
}

static class Flow
{
    static readonly AsyncLocal<MainWindow?> Current = new();
    static readonly List<ExecutionContext?> Kept = [];

    public static void Keep(MainWindow window)
    {
        Current.Value = window;
        Kept.Add(ExecutionContext.Capture());
        Current.Value = null;
    }
}

static class History
{
    public static readonly ThreadLocal<List<MainWindow>> Shown = new(() => []);
}

class Services
{
    public static readonly Services Root = new();

    readonly Dictionary<Type, object> _singletons = [];

    public T Get<T>()
        where T : class, new()
    {
        if (!_singletons.TryGetValue(typeof(T), out var service))
        {
            _singletons.Add(typeof(T), service = new T());
        }

        return (T)service;
    }
}

class WindowManager
{
    readonly List<MainWindow> _open = [];

    public void Add(MainWindow window) => _open.Add(window);
}
