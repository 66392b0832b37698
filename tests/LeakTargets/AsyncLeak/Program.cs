// 600 calls of Downloads.Fetch that wait for an answer that never comes; each step adds 100.
//
//   static Downloads.Answer -> TaskCompletionSource<int> -> Task<int> -> m_continuationObject -> List<object> -> object[]
//     -> [i] -> AsyncStateMachineBox<Downloads.<Fetch>d__2> -> StateMachine (buffer) -> byte[300]
Downloads.Start(600);
TargetConsole.Serve(args, () => Downloads.Start(100));

static class Downloads
{
    static readonly TaskCompletionSource<int> Answer = new();

    public static int Start(int count)
    {
        for (var started = 0; started < count; started++)
        {
            _ = Fetch();
        }

        return count;
    }

    static async Task<int> Fetch()
    {
        var buffer = new byte[300];
        var length = await Answer.Task;
        return buffer.Length + length;
    }
}
