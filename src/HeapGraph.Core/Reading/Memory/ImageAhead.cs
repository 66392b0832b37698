namespace HeapGraph.Core.Reading.Memory;

/// <summary>Opens the memory image of a dump on another core while the DAC is loaded, and has the kernel map its pages for as
/// long as that takes: pages that are mapped one by one when they are touched cost a third of a heap's walk.</summary>
internal sealed class ImageAhead : IDisposable
{
    private readonly CancellationTokenSource _isEnough = new();
    private readonly Task<MemoryImage> _opening;
    private bool _isTaken;

    public ImageAhead(IDumpBytes dump) => _opening = Task.Run(() =>
    {
        var image = DumpImage.Open(dump);
        image.Touch(_isEnough.Token);
        return image;
    });

    /// <summary>The image, which the caller owns from then on.</summary>
    /// <exception cref="IOException">The file can't be mapped.</exception>
    /// <exception cref="HeapReadException">It is no dump, or holds no memory.</exception>
    public MemoryImage Take()
    {
        _isEnough.Cancel();
        var image = _opening.GetAwaiter().GetResult();
        _isTaken = true;
        return image;
    }

    public void Dispose()
    {
        _isEnough.Cancel();
        ((IAsyncResult)_opening).AsyncWaitHandle.WaitOne();
        if (!_isTaken && _opening.IsCompletedSuccessfully)
        {
            _opening.Result.Dispose();
        }

        _isEnough.Dispose();
    }
}
