using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Genkan.Storage;

/// <summary>
/// Statements of a batch with the values of an object's properties by name, as Dapper gives them to statements that go alone. Names become places once
/// and not at each use, and each value has its type also where it is null: a statement prepared for a number is not used for a null without a type.
/// </summary>
internal static class BatchValues
{
    // Bounded by the rooms' statements: those whose text varies do not go in batches.
    private static readonly ConcurrentDictionary<(string Sql, Type? Values), Placed> Known = new();

    public static NpgsqlBatchCommand Command(string sql, object? values)
    {
        var placed = Known.GetOrAdd((sql, values?.GetType()), static key => Place(key.Sql, key.Values));
        var command = new NpgsqlBatchCommand(placed.Sql);
        foreach (var (property, type) in placed.Values)
        {
            var parameter = new NpgsqlParameter();
            DapperTypes.SetValue(parameter, property.PropertyType, property.GetValue(values));
            if (type is { } known)
            {
                parameter.NpgsqlDbType = known;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>The statement with <c>$1</c> for the first name, and the properties in this order.</summary>
    private static Placed Place(string sql, Type? values)
    {
        var places = new List<(PropertyInfo, NpgsqlDbType?)>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var text = new StringBuilder(sql.Length);
        for (var i = 0; i < sql.Length;)
        {
            var end = EndOf(sql, i);
            var name = sql[i] == '@' ? sql[(i + 1)..end] : "";
            if (name.Length == 0 || values?.GetProperty(name) is not { } property)
            {
                text.Append(sql, i, end - i);
            }
            else
            {
                if (!known.TryGetValue(name, out var place))
                {
                    places.Add((property, TypeOf(property.PropertyType)));
                    known[name] = place = places.Count;
                }

                text.Append('$').Append(place);
            }

            i = end;
        }

        return new Placed(text.ToString(), [.. places]);
    }

    /// <summary>The end of what begins here: quoted text, a name after <c>@</c>, or one character.</summary>
    private static int EndOf(string sql, int start)
    {
        if (sql[start] == '\'')
        {
            return sql.IndexOf('\'', start + 1) + 1 is > 0 and var end ? end : sql.Length;
        }

        var after = start + 1;
        while (sql[start] == '@' && after < sql.Length && (char.IsAsciiLetterOrDigit(sql[after]) || sql[after] == '_'))
        {
            after++;
        }

        return after;
    }

    private static NpgsqlDbType? TypeOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(long) => NpgsqlDbType.Bigint,
        var t when t == typeof(int) => NpgsqlDbType.Integer,
        var t when t == typeof(string) => NpgsqlDbType.Text,
        var t when t == typeof(bool) => NpgsqlDbType.Boolean,
        var t when t == typeof(byte[]) => NpgsqlDbType.Bytea,
        var t when t == typeof(Guid) || EntityIdJson.IsEntityId(t) => NpgsqlDbType.Uuid,
        _ => null,
    };

    private sealed record Placed(string Sql, (PropertyInfo Property, NpgsqlDbType? Type)[] Values);
}
