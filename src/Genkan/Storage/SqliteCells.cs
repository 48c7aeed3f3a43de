using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using SQLitePCL;

namespace Genkan.Storage;

/// <summary>How one kind of value goes into a statement of SQLite and comes out of it. Ids are lower-case text, flags 0 or 1.</summary>
internal static class SqliteCell<T>
{
    /// <summary>Binds it; SQLite's result code.</summary>
    public static readonly Func<sqlite3_stmt, int, T, int> Put = (Func<sqlite3_stmt, int, T, int>)SqliteCells.Put(typeof(T));

    /// <summary>Reads a column that is not null.</summary>
    public static readonly Func<sqlite3_stmt, int, T> Get = (Func<sqlite3_stmt, int, T>)SqliteCells.Get(typeof(T));
}

/// <inheritdoc cref="SqliteCell{T}"/>
internal static class SqliteCells
{
    private const BindingFlags Ours = BindingFlags.Static | BindingFlags.NonPublic;

    /// <summary>Is this one value, and not a row of them?</summary>
    public static bool IsOne(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(byte[]) || plain == typeof(Guid) || EntityIdJson.IsEntityId(plain));

    public static bool IsNull(sqlite3_stmt from, int at) => raw.sqlite3_column_type(from, at) == raw.SQLITE_NULL;

    internal static Delegate Put(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => Made(nameof(PutNullable), inner, typeof(Func<,,,>).MakeGenericType(typeof(sqlite3_stmt), typeof(int), type, typeof(int))),
        _ when type == typeof(string) => (Func<sqlite3_stmt, int, string?, int>)((to, at, value) => value is null ? raw.sqlite3_bind_null(to, at) : raw.sqlite3_bind_text(to, at, value)),
        _ when type == typeof(long) => (Func<sqlite3_stmt, int, long, int>)raw.sqlite3_bind_int64,
        _ when type == typeof(int) => (Func<sqlite3_stmt, int, int, int>)raw.sqlite3_bind_int,
        _ when type == typeof(bool) => (Func<sqlite3_stmt, int, bool, int>)((to, at, value) => raw.sqlite3_bind_int(to, at, value ? 1 : 0)),
        _ when type == typeof(double) => (Func<sqlite3_stmt, int, double, int>)raw.sqlite3_bind_double,
        _ when type == typeof(byte[]) => (Func<sqlite3_stmt, int, byte[]?, int>)PutBytes,
        _ when type == typeof(Guid) => (Func<sqlite3_stmt, int, Guid, int>)PutGuid,
        _ when type.IsEnum => Made(nameof(PutEnum), type, typeof(Func<,,,>).MakeGenericType(typeof(sqlite3_stmt), typeof(int), type, typeof(int))),
        _ when EntityIdJson.IsEntityId(type) => Made(nameof(PutId), type, typeof(Func<,,,>).MakeGenericType(typeof(sqlite3_stmt), typeof(int), type, typeof(int))),
        _ => throw new NotSupportedException($"{type} has no form in SQLite."),
    };

    internal static Delegate Get(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => Made(nameof(GetNullable), inner, typeof(Func<,,>).MakeGenericType(typeof(sqlite3_stmt), typeof(int), type)),
        _ when type == typeof(string) => (Func<sqlite3_stmt, int, string>)((from, at) => raw.sqlite3_column_text(from, at).utf8_to_string()),
        _ when type == typeof(long) => (Func<sqlite3_stmt, int, long>)raw.sqlite3_column_int64,
        _ when type == typeof(int) => (Func<sqlite3_stmt, int, int>)((from, at) => checked((int)raw.sqlite3_column_int64(from, at))),
        _ when type == typeof(bool) => (Func<sqlite3_stmt, int, bool>)((from, at) => raw.sqlite3_column_int64(from, at) != 0),
        _ when type == typeof(double) => (Func<sqlite3_stmt, int, double>)raw.sqlite3_column_double,
        _ when type == typeof(byte[]) => (Func<sqlite3_stmt, int, byte[]>)((from, at) => raw.sqlite3_column_blob(from, at).ToArray()),
        _ when type == typeof(Guid) => (Func<sqlite3_stmt, int, Guid>)GetGuid,
        _ when type.IsEnum => Made(nameof(GetEnum), type, typeof(Func<,,>).MakeGenericType(typeof(sqlite3_stmt), typeof(int), type)),
        _ when EntityIdJson.IsEntityId(type) => Made(nameof(GetId), type, typeof(Func<,,>).MakeGenericType(typeof(sqlite3_stmt), typeof(int), type)),
        _ => throw new NotSupportedException($"{type} has no form in SQLite."),
    };

    private static Delegate Made(string name, Type of, Type form) => typeof(SqliteCells).GetMethod(name, Ours)!.MakeGenericMethod(of).CreateDelegate(form);

    private static int PutNullable<T>(sqlite3_stmt to, int at, T? value) where T : struct =>
        value is { } one ? SqliteCell<T>.Put(to, at, one) : raw.sqlite3_bind_null(to, at);

    private static int PutId<T>(sqlite3_stmt to, int at, T value) where T : struct, IEntityId<T> => PutGuid(to, at, value.Value);

    private static int PutEnum<T>(sqlite3_stmt to, int at, T value) where T : struct, Enum =>
        raw.sqlite3_bind_int64(to, at, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));

    private static int PutGuid(sqlite3_stmt to, int at, Guid value)
    {
        Span<byte> text = stackalloc byte[36];
        _ = Utf8Formatter.TryFormat(value, text, out _);
        return raw.sqlite3_bind_text(to, at, text);
    }

    /// <summary>Bytes of length 0 are not null.</summary>
    private static int PutBytes(sqlite3_stmt to, int at, byte[]? value) => value switch
    {
        null => raw.sqlite3_bind_null(to, at),
        { Length: 0 } => raw.sqlite3_bind_zeroblob(to, at, 0),
        _ => raw.sqlite3_bind_blob(to, at, value),
    };

    private static T? GetNullable<T>(sqlite3_stmt from, int at) where T : struct => SqliteCell<T>.Get(from, at);

    private static T GetId<T>(sqlite3_stmt from, int at) where T : struct, IEntityId<T> => T.From(GetGuid(from, at));

    private static T GetEnum<T>(sqlite3_stmt from, int at) where T : struct, Enum => (T)Enum.ToObject(typeof(T), raw.sqlite3_column_int64(from, at));

    private static Guid GetGuid(sqlite3_stmt from, int at) =>
        Utf8Parser.TryParse(raw.sqlite3_column_blob(from, at), out Guid value, out _) ? value : throw new FormatException("A column that should hold an id holds something else.");
}

/// <summary>Where the value of one name in a statement comes from: a property of the object given.</summary>
internal abstract class ValueSource
{
    private static readonly ConcurrentDictionary<(Type, string), ValueSource> All = new();

    public abstract int Bind(sqlite3_stmt to, int at, object values);

    /// <exception cref="InvalidOperationException">It has no such property.</exception>
    public static ValueSource Of(Type values, string name) => All.GetOrAdd((values, name), static key =>
    {
        var property = key.Item1.GetProperty(key.Item2) ?? throw new InvalidOperationException($"A statement asks for @{key.Item2}, which is not given.");
        return (ValueSource)Activator.CreateInstance(typeof(PropertyOf<,>).MakeGenericType(key.Item1, property.PropertyType), property)!;
    });

    private sealed class PropertyOf<TOwner, TValue>(PropertyInfo property) : ValueSource
        where TOwner : class
    {
        private readonly Func<TOwner, TValue> take = property.GetMethod!.CreateDelegate<Func<TOwner, TValue>>();

        public override int Bind(sqlite3_stmt to, int at, object values) => SqliteCell<TValue>.Put(to, at, take((TOwner)values));
    }
}

/// <summary>Makes rows of one type from the columns of one statement: columns go to the properties of their names, <c>last_seq</c> to <c>LastSeq</c>.</summary>
internal sealed class RowReader<T>
{
    private static readonly ConcurrentDictionary<string, Field?> Fields = new(StringComparer.Ordinal);
    private static readonly Func<T>? Fresh = SqliteCells.IsOne(typeof(T)) ? null : Expression.Lambda<Func<T>>(Expression.New(typeof(T))).Compile();

    private readonly Field?[] fields;

    private RowReader(Field?[] fields, int columns) => (this.fields, Columns) = (fields, columns);

    /// <summary>How many columns it was made for.</summary>
    public int Columns { get; }

    public static RowReader<T> For(sqlite3_stmt statement)
    {
        var columns = raw.sqlite3_column_count(statement);
        return new RowReader<T>(
            Fresh is null ? [] : [.. Enumerable.Range(0, columns).Select(i => Fields.GetOrAdd(raw.sqlite3_column_name(statement, i).utf8_to_string(), FieldOf))],
            columns);
    }

    /// <summary>The row the statement stands at; null columns leave their properties as they are in a fresh one.</summary>
    public T? Read(sqlite3_stmt from)
    {
        if (Fresh is null)
        {
            return SqliteCells.IsNull(from, 0) ? default : SqliteCell<T>.Get(from, 0);
        }

        var row = Fresh();
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] is { } field && !SqliteCells.IsNull(from, i))
            {
                field.Fill(row, from, i);
            }
        }

        return row;
    }

    /// <summary>Null where the type has no use for that column.</summary>
    private static Field? FieldOf(string column)
    {
        var property = typeof(T).GetProperty(column.Replace("_", "", StringComparison.Ordinal), BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase);
        return property?.SetMethod is null ? null : (Field)Activator.CreateInstance(typeof(Field<>).MakeGenericType(typeof(T), property.PropertyType), property)!;
    }

    private abstract class Field
    {
        public abstract void Fill(T row, sqlite3_stmt from, int at);
    }

    private sealed class Field<TValue>(PropertyInfo property) : Field
    {
        private readonly Action<T, TValue> set = property.SetMethod!.CreateDelegate<Action<T, TValue>>();

        public override void Fill(T row, sqlite3_stmt from, int at) => set(row, SqliteCell<TValue>.Get(from, at));
    }
}
