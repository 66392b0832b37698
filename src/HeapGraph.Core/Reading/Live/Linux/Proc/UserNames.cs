using System.Globalization;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>The users that this machine knows by name.</summary>
internal static class UserNames
{
    private static readonly Lazy<Dictionary<string, string>> ById = new(() => ProcPath.LinesOf("/etc/passwd").Select(line => line.Split(':'))
        .Where(columns => columns.Length > 2).DistinctBy(columns => columns[2]).ToDictionary(columns => columns[2], columns => columns[0]));

    /// <summary>The name of a user; the number where there is none.</summary>
    public static string Of(uint id) => id.ToString(CultureInfo.InvariantCulture) is var number ? ById.Value.GetValueOrDefault(number, number) : "";
}
