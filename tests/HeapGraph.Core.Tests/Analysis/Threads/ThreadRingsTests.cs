using HeapGraph.Core.Analysis.Threads;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Threads;

public sealed class ThreadRingsTests
{
    [Fact]
    public void Two_threads_that_wait_for_each_other_are_a_deadlock_and_who_waits_for_them_is_not_in_it() =>
        Assert.Equal(["2 5"], RingsOf((5, 2), (2, 5), (3, 2), (1, 3)));

    [Fact]
    public void A_ring_of_three_begins_with_the_lowest_id_whatever_leads_into_it() =>
        Assert.Equal(["2 9 4"], RingsOf((1, 4), (9, 4), (4, 2), (2, 9)));

    [Fact]
    public void Each_of_several_rings_is_found() => Assert.Equal(["1 2", "3 4"], RingsOf((1, 2), (2, 1), (3, 4), (4, 3)));

    [Fact]
    public void Waiting_in_a_row_is_no_deadlock() => Assert.Empty(RingsOf((1, 2), (2, 3), (3, null), (4, 99)));

    private static IEnumerable<string> RingsOf(params (int Id, int? Owner)[] threads) => ThreadRings.In([.. threads.Select(thread => new HeapThread(thread.Id, 0)
    {
        WaitsFor = new HeapWait(HeapWaitKind.Lock, "System.Threading.Monitor.Enter") { Owner = thread.Owner },
    })]).Select(ring => string.Join(' ', ring.Select(thread => thread.Id)));
}
