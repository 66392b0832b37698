// Objects of every fate that a collector decides: what it keeps and what it drops, each watched by weak handles and told apart
// by a label. Whoever reads the heap must come to the same verdict.
//
//   static Survivors.Watch.All -> Watched[] { Label, Short, Long }, of each object made: the addresses of a short and of a long weak
//   handle to it, so that nothing here keeps it alive
//   Tables.cs, Handles.cs, Threads.cs, Finalizers.cs, Statics.cs, Plugins.cs, Waiting.cs, Heaps.cs: the shapes
//
// Finalizers are blocked for ever in the end, so that what waits for them goes on waiting.
using Survivors;

static class Program
{
    // The runtime itself holds the arguments while Main runs, this method does not.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    static void Main(string[] args)
    {
        Watch.That("the arguments of Main", args);
        MakeAndServe();
    }

    static void MakeAndServe()
    {
        Tables.Make();
        Handles.Make();
        Threads.Make();
        Statics.Make();
        Plugins.Make();
        Waiting.Make();
        Heaps.Make();
        Finalizers.Make();
        Watch.Finish();
        TargetConsole.Serve([], finalizersRun: false);
    }
}
