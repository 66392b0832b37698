using HeapGraph.Core.Graph.Names.Frameworks;
using Xunit;

namespace HeapGraph.Core.Tests.Graph.Frameworks;

/// <summary>What a thread waits for, by its methods, the innermost first.</summary>
public sealed class FrameworkWaitsTests
{
    [Theory]
    [InlineData(HeapWaitKind.Lock, 0, "System.Threading.Monitor.Enter", "Shop.Bank.Move")]
    [InlineData(HeapWaitKind.Lock, 2, "System.Threading.WaitHandle.WaitOneNoCheck", "System.Threading.Lock.TryEnterSlow", "System.Threading.Lock.Enter", "Shop.Bank.Swap")]
    [InlineData(HeapWaitKind.Lock, 3, "System.Threading.WaitHandle.WaitOneNoCheck", "System.Threading.Lock.TryEnterSlow", "System.Threading.Lock.Enter", "System.Threading.Monitor.Enter", "Shop.Bank.Move")]
    [InlineData(HeapWaitKind.Pulse, 1, "System.Threading.Monitor.ObjWait", "System.Threading.Monitor.Wait", "Shop.Queue.Take")]
    [InlineData(HeapWaitKind.Semaphore, 3, "System.Threading.Monitor.ObjWait", "System.Threading.Monitor.Wait", "System.Threading.SemaphoreSlim.WaitUntilCountOrTimeout", "System.Threading.SemaphoreSlim.Wait", "Shop.Gate.Pass")]
    [InlineData(HeapWaitKind.Task, 4, "System.Threading.Monitor.Wait", "System.Threading.ManualResetEventSlim.Wait", "System.Threading.Tasks.Task.SpinThenBlockingWait", "System.Threading.Tasks.Task.InternalWaitCore", "System.Threading.Tasks.Task<int>.GetResultCore", "Shop.Page.Render")]
    [InlineData(HeapWaitKind.Item, 4, "System.Threading.Monitor.ObjWait", "System.Threading.Monitor.Wait", "System.Threading.SemaphoreSlim.Wait", "System.Collections.Concurrent.BlockingCollection<string>.TryTakeWithNoTimeValidation", "System.Collections.Concurrent.BlockingCollection<string>.Take", "Shop.Mail.Send")]
    [InlineData(HeapWaitKind.Work, 3, "Interop.Sys.LowLevelMonitor_Wait", "System.Threading.LowLevelLifoSemaphore.WaitForSignal", "System.Threading.LowLevelLifoSemaphore.Wait", "System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart", "System.Threading.Thread.StartCallback")]
    [InlineData(HeapWaitKind.Time, 0, "System.Threading.Thread.Sleep", "Shop.Clock.Tick")]
    public void The_outermost_of_the_framework_s_methods_says_what_it_is(HeapWaitKind kind, int at, params string[] methods)
    {
        var found = FrameworkWaits.Of(methods);
        Assert.Equal((kind, at), (found?.Wait.Kind, found?.At));
    }

    [Theory]
    [InlineData("Shop.Cart.Add", "System.Threading.Tasks.Task.Wait", "Program.Main")]                                        // it works for the task that it waits for
    [InlineData("System.Collections.Generic.List<int>.Add", "System.Threading.Monitor.Enter")]
    [InlineData("System.Threading.Tasks.Task.SetResult", "Shop.Cart.Add")]
    public void A_thread_that_runs_waits_for_nothing(params string[] methods) => Assert.Null(FrameworkWaits.Of(methods));

    [Fact]
    public void What_waits_further_out_than_the_work_that_runs_does_not_count()
    {
        var found = FrameworkWaits.Of(
            ["System.Threading.Thread.Sleep", "System.Threading.ExecutionContext.RunInternal", "System.Threading.Tasks.Task.ExecuteWithThreadLocal", "System.Threading.Tasks.Task.Wait"]);
        Assert.Equal(HeapWaitKind.Time, found?.Wait.Kind);
    }
}
