// Who is called and who waits, behind what .NET puts between. One case, by the first argument.
//
//   options    3,000 PageService subscribed to the changes of ContentSettings (IOptionsMonitor.OnChange)
//   tokens     400 Panel at ChangeToken.OnChange
//   listeners  300 Probe at one DiagnosticListener, 200 Probe at DiagnosticListener.AllListeners
//   bus        2,000 Panel whose handlers stay in an event aggregator
//   context    200 timers and 200 waiting calls of Feed.Loop with the context of a request: AsyncLocal Feed.Current holds its RequestState
//   semaphore  1,500 SemaphoreSlim.WaitAsync that lost a Task.WhenAny, with a token
//   losers     1,500 of the same without a token
//   channel    1,500 ChannelReader.WaitToReadAsync that lost one
//   continuations  600 ContinueWith behind a task that does not complete
//   promises       600 Task.WhenAny of it that nobody awaits
//   activity   4,000 Activity "receive" that Feed.Read starts and never stops
//   thread     the same on a thread of its own
//   events     one Activity "session" with 20,000 events
//   honest     all of this as it should be
using Shop;

var grow = args.FirstOrDefault() switch
{
    "options" => Pages.Subscribed(),
    "tokens" => Panels.Registered(),
    "listeners" => Probes.Subscribed(),
    "bus" => Bus.Subscribed(),
    "context" => Feed.Captured(),
    "semaphore" => Waits.OfSemaphore(withToken: true),
    "losers" => Waits.OfSemaphore(withToken: false),
    "channel" => Waits.OfChannel(),
    "continuations" => Waits.OfContinuations(),
    "promises" => Waits.OfPromises(),
    "activity" => Traces.InLoop(),
    "thread" => Traces.OnThread(),
    "events" => Traces.OfOneSession(),
    _ => Honest.Everything(),
};
grow(10);
GC.Collect();
TargetConsole.Serve(args, () => grow(1));
