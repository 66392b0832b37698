namespace HeapGraph.Core.Analysis.Growth;

/// <summary>The objects of one snapshot by path.</summary>
/// <remarks>4 bytes per object until <see cref="ForgetObjects"/>, 24 per path.</remarks>
internal sealed class PathCounts(int objectCount)
{
    /// <summary>In place of a path: no root reaches the object.</summary>
    public const int NotReached = -1;

    /// <summary>In place of an object: a root.</summary>
    public const int NoObject = -1;

    private long[] _objectsByPath = new long[256];
    private long[] _bytesByPath = new long[256];
    private (int From, int To)[] _sampleByPath = new (int, int)[256];

    /// <summary>The path of each object.</summary>
    public int[] PathByObject { get; private set; } = NoPaths(objectCount);

    /// <summary>Reachable objects.</summary>
    public long TotalObjects => _objectsByPath.Sum();

    /// <summary>Their bytes.</summary>
    public long TotalBytes => _bytesByPath.Sum();

    /// <summary>Number of objects on a path.</summary>
    public long ObjectsOf(int path) => path < _objectsByPath.Length ? _objectsByPath[path] : 0;

    /// <summary>Their bytes.</summary>
    public long BytesOf(int path) => path < _bytesByPath.Length ? _bytesByPath[path] : 0;

    /// <summary>A reference that is the last step of a path.</summary>
    public (int From, int To) SampleOf(int path) => _sampleByPath[path];

    public void Add(int path, long bytes)
    {
        _objectsByPath[path]++;
        _bytesByPath[path] += bytes;
    }

    /// <summary>Takes note of a reference that is the last step of a path; the first one stays.</summary>
    public void Sample(int path, int from, int to)
    {
        if (path >= _objectsByPath.Length)
        {
            var size = Math.Max(path + 1, _objectsByPath.Length * 2);
            Array.Resize(ref _objectsByPath, size);
            Array.Resize(ref _bytesByPath, size);
            Array.Resize(ref _sampleByPath, size);
        }

        if (_objectsByPath[path] == 0)
        {
            _sampleByPath[path] = (from, to);
        }
    }

    /// <summary>Keeps the sums by path alone.</summary>
    public void ForgetObjects() => PathByObject = [];

    private static int[] NoPaths(int objectCount)
    {
        var paths = GC.AllocateUninitializedArray<int>(objectCount);
        Array.Fill(paths, NotReached);
        return paths;
    }
}
