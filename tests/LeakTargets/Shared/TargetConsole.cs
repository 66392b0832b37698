// What every leak target does once its shape stands: it says so and takes commands, one a line.
//   grow   one known step          gc     a full collection
//   exit   the end (so is the end of the input)          throw   an unhandled exception
// With --seconds N it stays for N seconds instead, and grows once a second.
static class TargetConsole
{
    // finalizersRun: false when the shape blocks them, so that gc must not wait for them.
    public static void Serve(string[] args, Func<int>? grow = null, bool finalizersRun = true)
    {
        Console.WriteLine($"ready {Environment.ProcessId}");
        var seconds = Array.IndexOf(args, "--seconds");
        if (seconds >= 0)
        {
            for (var left = int.Parse(args[seconds + 1]); left > 0; left--)
            {
                Thread.Sleep(1000);
                grow?.Invoke();
            }

            return;
        }

        while (Console.ReadLine() is { } command && command != "exit")
        {
            switch (command)
            {
                case "grow":
                    Console.WriteLine($"grown {grow?.Invoke()}");
                    break;
                case "gc":
                    GC.Collect();
                    if (finalizersRun)
                    {
                        GC.WaitForPendingFinalizers();
                    }

                    GC.Collect();
                    Console.WriteLine("collected");
                    break;
                case "throw":
                    throw new InvalidOperationException("thrown on command");
                default:
                    Console.WriteLine($"unknown {command}");
                    break;
            }
        }
    }
}
