// 400 Request objects that register with the application's CancellationToken and never dispose of the registration; each
// step adds 100.
//
//   static App.Stopping -> CancellationTokenSource -> _registrations -> Registrations -> Callbacks -> CallbackNode -> Next ...
//     CallbackNode -> CallbackState -> Action -> _target -> Request -> byte[500]
App.Serve(400);
TargetConsole.Serve(args, () => App.Serve(100));

static class App
{
    static readonly CancellationTokenSource Stopping = new();

    public static int Serve(int count)
    {
        for (var served = 0; served < count; served++)
        {
            var request = new Request();
            Stopping.Token.Register(request.Cancel);
        }

        return count;
    }
}

class Request
{
    readonly byte[] _body = new byte[500];

    public void Cancel() => GC.KeepAlive(_body);
}
