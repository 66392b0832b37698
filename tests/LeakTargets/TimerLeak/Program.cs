// 200 Poller objects whose timers are never disposed; each step adds 50.
//
//   static TimerQueue.Instances -> TimerQueue[] -> TimerQueue -> TimerQueueTimer -> TimerCallback -> Poller
//
// The runtime has a queue per processor and takes that of the current one, so this thread stays on one: one queue has all.
using System.Diagnostics;

using var self = Process.GetCurrentProcess();
self.ProcessorAffinity &= -self.ProcessorAffinity;
for (var seen = 0; seen < 1000; seen++)
{
    Thread.GetCurrentProcessorId();   // the runtime remembers the last answer for a while
}

for (var index = 0; index < 200; index++)
{
    new Poller().Start();
}

TargetConsole.Serve(args, () =>
{
    for (var index = 0; index < 50; index++)
    {
        new Poller().Start();
    }

    return 50;
});

class Poller
{
    Timer? _timer;

    public void Start() => _timer = new Timer(Tick, null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    void Tick(object? state) => GC.KeepAlive(_timer);
}
