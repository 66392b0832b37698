// A handle for each frame's context goes to a native library; where the frame fails, nobody frees it: about 1 %.
using System.Runtime.InteropServices;
using Common;
using Common.Buffers;

namespace Camera;

static class App
{
    public static void Run(Action serve)
    {
        var calibration = Calibration.Load();
        var line = new AssemblyLine(calibration);
        for (var frame = 0; frame < 30_000; frame++)
        {
            line.Inspect(frame);
        }

        serve();
        GC.KeepAlive(line);
    }
}

sealed class AssemblyLine(Calibration calibration)
{
    private readonly RingBuffer<byte[]> _lastImages = new(40);
    private readonly SortedDictionary<int, Verdict> _verdicts = [];
    private readonly BufferPool _pool = new(1 << 20, most: 24);

    public void Inspect(int frame)
    {
        var context = new FrameContext(frame, calibration, Fake.Text(60));
        NativeGrabber.Grab(GCHandle.ToIntPtr(GCHandle.Alloc(context)), failed: frame % 10 == 4);
        if (frame % 100 == 0)
        {
            var image = _pool.Rent();
            image[frame % image.Length] = 1;
            _lastImages.Add(image);
            Fake.Parse(800);
            if (frame % 300 == 0)
            {
                _pool.Return(new byte[1 << 20]);
            }
        }

        _verdicts[frame] = new Verdict(frame, frame % 10 != 4, context.Label);
        _verdicts.Remove(frame - 5000);
    }
}

sealed class FrameContext(int number, Calibration calibration, string label)
{
    private readonly float[] _histogram = new float[32];

    public int Number => number;

    public string Label => label;

    public void Done(double gain) => _histogram[0] = calibration.At(number) * (float)gain;
}

sealed record Verdict(int Frame, bool Good, string Label);

/// <summary>As a binding to a library in C: it gives back what it was given.</summary>
static class NativeGrabber
{
    public static void Grab(IntPtr user, bool failed)
    {
        if (failed)
        {
            return;
        }

        var handle = GCHandle.FromIntPtr(user);
        ((FrameContext)handle.Target!).Done(0.5);
        handle.Free();
    }
}

sealed class Calibration
{
    private readonly float[,] _flatField = new float[2048, 2048];
    private readonly double[][] _rows;

    private Calibration() => _rows = Enumerable.Range(0, 2000).Select(row => new double[3000]).ToArray();

    public static Calibration Load() => new();

    public float At(int number) => _flatField[number % 2048, 0] + (float)_rows[number % 2000][0];
}
