using System.Collections.Concurrent;
using System.Text.Json;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Whole commands over dumps in which what the runtime keeps about its heap is damaged: objects that are lost without a line, crashes and
/// hangs are defects.</summary>
/// <remarks>Each case runs in a process of its own, since the DAC reads these structures. Two copies of the dump are damaged in turn and mended.</remarks>
[NotQuick]
public sealed class DamagedStructureTests
{
    private const int Cases = 12, Copies = 2;
    private const int LostForEachDamaged = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Places> Found = new(() => new Places(LeakTargetDumps.Heap("KnownShape")));

    public enum Damage
    {
        ListsAndBoundsOfRegions,
        AllocationContexts,
        HandleTables,
        MethodTables,
        DescriptionsOfClasses,
        ProgramHeaders,
    }

    [Theory]
    [InlineData(Damage.ListsAndBoundsOfRegions)]
    [InlineData(Damage.AllocationContexts)]
    [InlineData(Damage.HandleTables)]
    [InlineData(Damage.MethodTables)]
    [InlineData(Damage.DescriptionsOfClasses)]
    [InlineData(Damage.ProgramHeaders)]
    public async Task What_is_lost_is_little_or_told(Damage damage)
    {
        var whole = LeakTargetDumps.Heap("KnownShape");
        var expected = new ConcurrentDictionary<string, long>();
        foreach (var question in (string[])["common --all", "common"])
        {
            expected[question] = (await Ask(question, whole)).Objects;
        }

        var failures = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, Copies, TestContext.Current.CancellationToken, async (copy, _) =>
        {
            var path = Path.GetTempFileName();
            try
            {
                File.Copy(whole, path, overwrite: true);
                for (var seed = copy; seed < Cases; seed += Copies)
                {
                    var (offset, was, damaged) = Overwrite(path, damage, new Random(seed));
                    var question = seed % 4 < 2 ? "common --all" : "common";
                    var (objects, isTold, failure) = await Ask(question, path);
                    if (failure is not null || (!isTold && expected[question] - objects > LostForEachDamaged * damaged))
                    {
                        failures.Add($"{question}, {damage}, seed {seed}, {BitConverter.ToUInt64(was):x} at {offset:x} of {Found.Value.Described(offset)}: {failure ?? $"{expected[question] - objects:N0} objects lost, {damaged:N0} damaged, and nothing is said"}");
                    }

                    using var file = File.OpenWrite(path);
                    file.Position = offset;
                    file.Write(was);
                }
            }
            finally
            {
                File.Delete(path);
            }
        });
        Assert.Empty(failures);
    }

    private static (long Offset, byte[] Was, long Damaged) Overwrite(string path, Damage damage, Random random)
    {
        var (offset, damaged, canBeZero) = Found.Value.Any(damage, random);
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        var was = new byte[8];
        file.Position = offset;
        file.ReadExactly(was);
        var word = BitConverter.ToUInt64(was);
        file.Position = offset;
        file.Write(BitConverter.GetBytes(canBeZero && random.Next(3) == 0 ? 0 : word ^ 1UL << random.Next(damage == Damage.ProgramHeaders ? 40 : 64)));
        return (offset, was, damaged);
    }

    private static async Task<(long Objects, bool IsTold, string? Failure)> Ask(string question, string path)
    {
        var words = question.Split(' ');
        using var run = ToolProcess.Start([words[0], path, .. words[1..], "--format", "json"]);
        using var patience = new CancellationTokenSource(Patience);
        var output = run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await run.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            run.Kill();
            return (0, false, $"did not end within {Patience}");
        }

        if (run.ExitCode != 0)
        {
            return (0, true, run.ExitCode == 3 ? null : $"ended with exit code {run.ExitCode}: {await error}");
        }

        using var json = JsonDocument.Parse(await output);
        var coverage = json.RootElement.GetProperty("coverage");
        var isTold = coverage.GetProperty("gaps").GetInt64() + coverage.GetProperty("danglingReferences").GetInt64() + coverage.GetProperty("warnings").GetArrayLength() > 0;
        return (json.RootElement.GetProperty("totals").GetProperty("objects").GetInt64(), isTold, null);
    }

    /// <summary>Where the structures stand in the file.</summary>
    private sealed class Places
    {
        private readonly ulong[] _regions, _contexts, _handleTables, _methodTables;
        private readonly ElfProgramHeader[] _parts;
        private readonly ElfHeader _header;
        private readonly Dictionary<ulong, long> _objects = [];
        private readonly Dictionary<ulong, ulong> _classes = [];

        public Places(string path)
        {
            using var dump = OpenedDump.Open(path, null);
            using var image = DumpImage.Open(path);
            var heap = dump.Runtime.Heap;
            _regions = [.. heap.Segments.Where(segment => segment.Length > 0).SelectMany(segment => Words(segment.Address, 7))];
            _handleTables = [.. dump.Runtime.EnumerateHandles().Select(handle => handle.Address & ~0xFFFFUL).Distinct().SelectMany(segment => Words(segment + 480, 180))];
            foreach (var found in heap.EnumerateObjects().Where(found => !found.IsFree))
            {
                _objects[found.Type!.MethodTable] = _objects.GetValueOrDefault(found.Type.MethodTable) + 1;
            }

            const ulong ClassField = 0x28;
            _methodTables = [.. _objects.Keys];
            foreach (var type in _methodTables)
            {
                _classes[type] = image.Read<ulong>(type + ClassField);
            }

            var bounds = heap.EnumerateAllocationContexts().SelectMany(context => new[] { context.Start, context.End }).ToHashSet();
            var owners = dump.Runtime.Threads.SelectMany(thread => Words(thread.Address, 512)).ToArray();
            _contexts = [.. owners.Concat(owners.Select(image.Read<ulong>).Where(pointer => pointer > 0x10000 && pointer % 8 == 0).SelectMany(pointer => Words(pointer, 16)))
                .Where(address => bounds.Contains(image.Read<ulong>(address))).Distinct()];
            using var file = File.OpenRead(path);
            var elf = ElfFile.Of(file)!;
            (_header, _parts) = (elf.Header, [.. elf.Parts()]);

            static IEnumerable<ulong> Words(ulong address, int count) => Enumerable.Range(0, count).Select(word => address + (ulong)(8 * word));
        }

        /// <summary>A word to be damaged.</summary>
        /// <returns>Where it stands in the file, how many objects count as damaged with it, and whether it may become zero.</returns>
        public (long Offset, long Damaged, bool CanBeZero) Any(Damage damage, Random random)
        {
            var type = _methodTables[random.Next(_methodTables.Length)];
            return damage switch
            {
                Damage.ListsAndBoundsOfRegions => (OffsetOf(Any(_regions)), 1, true),
                Damage.AllocationContexts => (OffsetOf(Any(_contexts)), 1, true),
                Damage.HandleTables => (OffsetOf(Any(_handleTables)), 1, true),
                Damage.MethodTables => (OffsetOf(type + (ulong)random.Next(10) * 8), _objects[type], true),
                Damage.DescriptionsOfClasses => (OffsetOf(_classes[type] + (ulong)random.Next(8) * 8), _objects[type], true),
                _ => ((long)_header.Table + random.Next(_parts.Length) * _header.EntryBytes + (random.Next(2) == 0 ? 16 : 32), 1, false),   // address or length
            };

            ulong Any(ulong[] words) => words[random.Next(words.Length)];
        }

        /// <summary>Which word of which region stands at a place in the file.</summary>
        public string Described(long offset) =>
            Array.FindIndex(_regions, word => OffsetOf(word) == offset) is >= 0 and var index ? $"word {index % 7} of region {index / 7}" : "the file";

        private long OffsetOf(ulong address)
        {
            var part = _parts.First(part => part.Type == ElfProgramHeader.Memory && address >= part.Address && address - part.Address < part.FileBytes);
            return (long)(part.Offset + (address - part.Address));
        }
    }
}
