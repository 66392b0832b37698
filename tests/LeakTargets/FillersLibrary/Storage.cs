namespace Storage;

/// <summary>What derives from it fills <see cref="Kept"/>.</summary>
public abstract class Store
{
    protected readonly List<object> Kept = [];

    public int Count => Kept.Count;
}

/// <summary>Filled by its own method, which others call.</summary>
public static class Archive
{
    private static readonly Queue<object> Entries = new();

    public static void Put(object entry) => Entries.Enqueue(entry);

    public static object Next() => Entries.Dequeue();
}
