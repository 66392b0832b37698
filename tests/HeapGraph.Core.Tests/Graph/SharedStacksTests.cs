using HeapGraph.Core.Graph;
using Xunit;

namespace HeapGraph.Core.Tests.Graph;

public sealed class SharedStacksTests
{
    [Fact]
    public void What_a_worker_throws_reaches_the_caller_as_it_is_and_ends_the_others()
    {
        var stacks = new SharedStacks<int>();
        var pieces = 0;
        var failure = Assert.Throws<OutOfMemoryException>(() => stacks.Run([1], Work, TestContext.Current.CancellationToken));
        Assert.Equal(("no more", true, 1), (failure.Message, stacks.IsStopped, pieces));

        void Work()
        {
            var pending = new int[1];
            while (stacks.Take(ref pending) > 0)
            {
                Interlocked.Increment(ref pieces);
                throw new OutOfMemoryException("no more");
            }
        }
    }
}
