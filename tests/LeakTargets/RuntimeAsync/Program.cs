// Async methods that the runtime itself suspends, without state machines (.NET 11): 600 calls of Orders.Load, each of which waits for
// Downloads.Fetch, and that for an answer that never comes. Each step adds 100.
//
//   static Downloads.Answer -> TaskCompletionSource<int> -> Task<int> -> m_continuationObject -> List<object> -> object[]
//     -> [i] -> RuntimeAsyncTaskContinuation (of the await) -> Next -> Continuation of Downloads.Fetch -> (buffer) -> byte[300]
//       -> Next -> Continuation of Orders.Load -> (order) -> Order
Orders.Start(600);
TargetConsole.Serve(args, () => Orders.Start(100));

class Order { public int Id; }

static class Orders
{
    public static int Start(int count)
    {
        for (var started = 0; started < count; started++)
        {
            _ = Load(new Order { Id = started });
        }

        return count;
    }

    static async Task<int> Load(Order order)
    {
        var length = await Downloads.Fetch();
        return order.Id + length;
    }
}

static class Downloads
{
    static readonly TaskCompletionSource<int> Answer = new();

    public static async Task<int> Fetch()
    {
        var buffer = new byte[300];
        var length = await Answer.Task;
        GC.KeepAlive(buffer);
        return length;
    }
}
