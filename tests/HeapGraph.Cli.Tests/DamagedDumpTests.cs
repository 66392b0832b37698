using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>A damaged dump ends in a result that states its coverage, or in a sentence: no crash, no hang, no defect.</summary>
/// <remarks>Each case runs in a process of its own, as users run it: about one dump in a hundred crashes or hangs the DAC.
/// Thousands of cases without the DAC: DamagedHeapTests of the core.</remarks>
[NotQuick]
public sealed class DamagedDumpTests
{
    private const int Cases = 35;
    private const int ProgramHeaderBytes = 56;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[][] Questions =
    [
        ["common", "--all"], ["common"], ["triage"], ["backrefs", "--type", "ByField"], ["dominators"], ["chain", "--type", "ByGridElement"],
        ["objects", "--all", "--type", "By*"],
    ];

    [Theory]
    [InlineData("flipped bytes in the file's header", 64 << 10, 8, 1)]
    [InlineData("damaged program headers", 0x3000, 4, 4)]
    [InlineData("flipped bytes anywhere", int.MaxValue, 2000, 1)]
    [InlineData("overwritten pages", int.MaxValue, 20, 4096)]
    [InlineData("swapped segments", 0, 20, 0)]
    [InlineData("a cut file", 0, 0, 0)]
    public async Task A_damaged_dump_is_read_or_refused(string damage, int within, int spots, int bytesPerSpot)
    {
        var whole = LeakTargetDumps.Heap("KnownShape");
        var failures = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, Cases, TestContext.Current.CancellationToken, async (seed, _) =>
        {
            var path = Path.GetTempFileName();
            File.Copy(whole, path, overwrite: true);
            Damage(path, new Random(seed), within, spots, bytesPerSpot);
            var question = Questions[seed % Questions.Length];
            if (await FailureOf(question, path) is { } failure)
            {
                failures.Add($"{string.Join(' ', question)} of {path} ({damage}, seed {seed}) {failure}");   // the file is kept for whoever repairs this
            }
            else
            {
                File.Delete(path);
            }
        });
        Assert.Empty(failures);
    }

    private static void Damage(string path, Random random, int within, int spots, int bytesPerSpot)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        if (spots == 0)
        {
            file.SetLength(random.NextInt64(file.Length));
            return;
        }

        if (bytesPerSpot == 0)
        {
            SwapSegments(file, random, spots);
            return;
        }

        var bytes = new byte[bytesPerSpot];
        for (var spot = 0; spot < spots; spot++)
        {
            file.Position = random.NextInt64(Math.Min(within, file.Length) - bytesPerSpot);
            random.NextBytes(bytes);
            file.Write(bytes);
        }
    }

    /// <summary>Makes pairs of segments trade places in the file: the memory of one stands at the address of the other.</summary>
    private static void SwapSegments(FileStream file, Random random, int pairs)
    {
        var header = new byte[64];
        file.ReadExactly(header);
        var table = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56));
        var (one, other) = (new byte[8], new byte[8]);
        for (var pair = 0; pair < pairs && count > 0; pair++)
        {
            const int FileOffset = 8;
            var (first, second) = (OffsetOf(random.Next(count)), OffsetOf(random.Next(count)));
            Seek(first).ReadExactly(one);
            Seek(second).ReadExactly(other);
            Seek(first).Write(other);
            Seek(second).Write(one);

            long OffsetOf(int segment) => table + segment * ProgramHeaderBytes + FileOffset;
        }

        FileStream Seek(long position)
        {
            file.Position = position;
            return file;
        }
    }

    private static async Task<string?> FailureOf(string[] question, string path)
    {
        using var run = ToolProcess.Start([question[0], path, .. question[1..], "--format", "json"]);
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
            return $"did not end within {Patience}";
        }

        var (result, sentences) = (await output, await error);
        var isRight = run.ExitCode switch
        {
            0 => result.Contains("\"bytesWalked\"", StringComparison.Ordinal),
            2 => sentences.Contains(question[^1], StringComparison.Ordinal),   // a type whose objects or name are lost
            3 => sentences.TrimEnd().Split('\n').Length == 2,
            _ => false,
        };
        return isRight ? null : $"ended with exit code {run.ExitCode}: {sentences}";
    }
}
