// A game: textures, a world of entities that hear its clock, pools of particles, 120 vertex buffers pinned for the driver.
using System.Runtime.InteropServices;
using Common;

namespace Game;

static class App
{
    public static void Run(Action serve)
    {
        var textures = Textures.LoadAll("/assets");
        using var world = new World(textures);
        for (var frame = 0; frame < 600; frame++)
        {
            world.Step(frame);
        }

        serve();
    }
}

sealed class Textures
{
    private readonly Dictionary<string, Texture> _byName = new(StringComparer.OrdinalIgnoreCase);

    public static Textures LoadAll(string folder)
    {
        var textures = new Textures();
        for (var number = 0; number < 56; number++)
        {
            textures._byName[$"{folder}/{number}.png"] = new Texture(1024, 512, Fake.Bytes(1024 * 512 * 3));
        }

        return textures;
    }

    public Texture Any(int number) => _byName.Values.ElementAt(number % _byName.Count);
}

sealed record Texture(int Width, int Height, byte[] Pixels);

sealed class World : IDisposable
{
    private readonly List<Entity> _entities = [];
    private readonly Particle[] _particles = new Particle[50_000];
    private readonly Stack<Particle> _free = new();
    private readonly Dictionary<(int X, int Y), Chunk> _chunks = [];
    private readonly VertexBuffer[] _buffers;
    private readonly float[,] _heights = new float[1024, 1024];

    public World(Textures textures)
    {
        for (var number = 0; number < 6000; number++)
        {
            _entities.Add(new Entity(this, textures.Any(number)));
        }

        for (var number = 0; number < _particles.Length; number++)
        {
            _free.Push(_particles[number] = new Particle());
        }

        _buffers = Enumerable.Range(0, 120).Select(_ => new VertexBuffer(4000)).ToArray();
    }

    public event Action<int>? Ticked;

    public void Step(int frame)
    {
        var (x, y) = (frame / 8, frame % 24);
        _chunks[(x, y)] = new Chunk(new ushort[16 * 16 * 64]);
        foreach (var far in _chunks.Keys.Where(chunk => x - chunk.X > 40).ToList())
        {
            _chunks.Remove(far);
        }

        for (var born = 0; born < 20 && _free.TryPop(out var particle); born++)
        {
            particle.Life = frame + _heights[x, y];
            _free.Push(particle);
        }

        if (frame % 200 == 0)
        {
            Ticked?.Invoke(frame);
        }

        var gone = _entities[frame];
        gone.Dispose();
        _entities[frame] = new Entity(this, gone.Texture);
        Fake.Parse(800);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}

sealed class Entity : IDisposable
{
    private readonly World _world;
    private readonly float[] _position = new float[3];
    private readonly List<string> _tags = ["visible"];

    public Entity(World world, Texture texture)
    {
        (_world, Texture) = (world, texture);
        _world.Ticked += Step;
    }

    public Texture Texture { get; }

    public void Dispose() => _world.Ticked -= Step;

    private void Step(int frame) => _position[frame % 3] += _tags.Count;
}

sealed class Particle
{
    public float Life;
    public float[] Velocity = new float[3];
}

sealed record Chunk(ushort[] Blocks);

sealed class VertexBuffer : IDisposable
{
    private readonly float[] _vertices;
    private GCHandle _pin;

    public VertexBuffer(int count)
    {
        _vertices = new float[count];
        _pin = GCHandle.Alloc(_vertices, GCHandleType.Pinned);
    }

    public void Dispose() => _pin.Free();
}
