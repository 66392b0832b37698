// A static list that only grows: 3,000 LogEntry, 1,000 more with each step.
//
//   static Log.Entries -> List<LogEntry> -> LogEntry[] -> [i] -> LogEntry
Log.Write(3_000);
TargetConsole.Serve(args, () => Log.Write(1_000));

static class Log
{
    static readonly List<LogEntry> Entries = [];

    public static int Write(int count)
    {
        for (var written = 0; written < count; written++)
        {
            Entries.Add(new LogEntry($"line {Entries.Count}"));
        }

        return Entries.Count;
    }
}

record LogEntry(string Text);
