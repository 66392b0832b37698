namespace HeapGraph.Cli.Running;

/// <summary>What the program tells the script that called it.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int WrongUsage = 2;
    public const int CannotRead = 3;
    public const int OutsideProgram = 4;
    public const int Defect = 70;
    public const int Cancelled = 130;
}
