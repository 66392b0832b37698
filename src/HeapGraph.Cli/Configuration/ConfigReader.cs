using System.Text;
using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Cli.Configuration;

/// <summary>What a config file says, read token by token, so that whatever is wrong has a line and a column.</summary>
/// <param name="text">The file, without a byte order mark.</param>
/// <param name="name">What it is called.</param>
/// <param name="without">How to do without it, as a sentence.</param>
internal sealed class ConfigReader(byte[] text, string name, string without)
{
    private const string Schema = "$schema", Own = "ownNamespaces", Theme = "theme", Silence = "silence", Id = "id", Reason = "reason";
    private const int IdDigits = 12, MostShown = 80;

    private delegate void ReadValue(ref Utf8JsonReader json, string key);

    /// <summary>What it says.</summary>
    /// <exception cref="UsageException">It says what it can't.</exception>
    public Config Read()
    {
        var (own, theme, silence) = ((IReadOnlyList<string>)[], (PictureTheme?)null, (IReadOnlyList<FindingSilence>)[]);
        var json = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            json.Read();
            ReadObject(ref json, "A config file", [Own, Theme, Silence, Schema], (ref json, key) =>
            {
                switch (key)
                {
                    case Own:
                        own = ListOf(ref json, key, NamespaceIn);
                        break;
                    case Theme:
                        theme = ThemeIn(ref json);
                        break;
                    case Silence:
                        silence = ListOf(ref json, key, SilenceIn);
                        break;
                    default:
                        TextIn(ref json, key);
                        break;
                }
            });
            json.Read();
        }
        catch (JsonException wrong)
        {
            throw Wrong(IndexOf(wrong), $"it is no JSON: {wrong.Message.Split(" LineNumber:")[0].TrimEnd('.')}");
        }

        return new Config { OwnNamespaces = own, Theme = theme, Silence = silence };
    }

    private delegate T ReadItem<out T>(ref Utf8JsonReader json, string key);

    private void ReadObject(ref Utf8JsonReader json, string what, string[] known, ReadValue read)
    {
        Require(json, JsonTokenType.StartObject, $"{what} is an object");
        var seen = new HashSet<string>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = Decoded(json);
            if (!known.Contains(key))
            {
                var listed = string.Join(", ", known.Where(one => one != Schema));
                throw Wrong(
                    json.TokenStartIndex, $"there is no setting '{Shown(key)}'",
                    NamePattern.NearestOf(key, known.Select(one => (one, (string[])[one]))) is [var nearest, ..] ? $"Did you mean {nearest}? There are {listed}." : $"There are {listed}.");
            }

            if (!seen.Add(key))
            {
                throw Wrong(json.TokenStartIndex, $"'{key}' stands there a second time");
            }

            json.Read();
            read(ref json, key);
        }
    }

    private List<T> ListOf<T>(ref Utf8JsonReader json, string key, ReadItem<T> read)
    {
        Require(json, JsonTokenType.StartArray, $"'{key}' is a list");
        var items = new List<T>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            items.Add(read(ref json, key));
        }

        return items;
    }

    private string NamespaceIn(ref Utf8JsonReader json, string key) => TextIn(ref json, $"{key}[]") is var named && OwnNamespaces.IsName(named)
        ? named : throw Wrong(json.TokenStartIndex, $"'{Shown(named)}' is no namespace", "Write one as Shop or Shop.Billing: those below it are meant too.");

    private PictureTheme ThemeIn(ref Utf8JsonReader json) => TextIn(ref json, Theme) switch
    {
        "light" => PictureTheme.Light,
        "dark" => PictureTheme.Dark,
        var other => throw Wrong(json.TokenStartIndex, $"there is no theme '{Shown(other)}'", "There are light and dark."),
    };

    private FindingSilence SilenceIn(ref Utf8JsonReader json, string key)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return new FindingSilence(IdIn(ref json, key)) { Source = name };
        }

        var start = json.TokenStartIndex;
        var (id, reason) = ((string?)null, (string?)null);
        ReadObject(ref json, $"Each of '{key}' is an id, or an object with an id and a reason: it", [Id, Reason], (ref json, part) =>
        {
            if (part == Id)
            {
                id = IdIn(ref json, part);
            }
            else
            {
                reason = TextIn(ref json, part);
            }
        });
        return new FindingSilence(id ?? throw Wrong(start, $"there is no '{Id}' in one of '{key}'"), reason) { Source = name };
    }

    private string IdIn(ref Utf8JsonReader json, string key) => TextIn(ref json, key) is { Length: IdDigits } id && id.All(char.IsAsciiHexDigit)
        ? id.ToLowerInvariant() : throw Wrong(json.TokenStartIndex, $"'{Shown(Decoded(json))}' is no leak suspect's id", "It has 12 hex digits, as triage shows it.");

    // The file may be anybody's: its words steer no terminal and make no line of their own.
    private static string Shown(string said) => said.Printable.ShortenedTo(MostShown);

    private string TextIn(ref Utf8JsonReader json, string key)
    {
        Require(json, JsonTokenType.String, $"'{key}' is a text in quotes");
        return Decoded(json);
    }

    private string Decoded(Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(json.TokenStartIndex, "this is no text in UTF-8");
        }
    }

    private void Require(Utf8JsonReader json, JsonTokenType wanted, string sentence)
    {
        if (json.TokenType != wanted)
        {
            throw Wrong(json.TokenStartIndex, $"{sentence}, and this is {WordFor(json.TokenType)}");
        }
    }

    private static string WordFor(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private int IndexOf(JsonException wrong)
    {
        var line = 0;
        for (var left = wrong.LineNumber ?? 0; left > 0; left--)
        {
            line += text.AsSpan(line).IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(line + (wrong.BytePositionInLine ?? 0), text.Length);
    }

    private UsageException Wrong(long at, string sentence, string hint = "Mend it.")
    {
        var before = text.AsSpan(0, (int)at);
        var (line, column) = (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
        return new UsageException($"'{name}', line {line}, column {column}: {sentence}.", $"{hint} {without}");
    }
}
