using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Genkan.Storage;

/// <summary>A statement a unit waits for.</summary>
internal abstract class TogetherQuestion(string sql, object? values, bool bringsRows)
{
    public string Sql => sql;

    public object? Values => values;

    public bool BringsRows => bringsRows;

    /// <summary>Takes its rows.</summary>
    public abstract Task Read(DbDataReader rows);

    /// <summary>So many rows it touched.</summary>
    public abstract void Took(int touched);

    /// <summary>Lets the unit go on.</summary>
    public abstract void Tell();
}

/// <inheritdoc/>
internal abstract class TogetherQuestion<T>(string sql, object? values, bool bringsRows) : TogetherQuestion(sql, values, bringsRows)
{
    // The unit goes on where it is told: the group waits for it in any case.
    private readonly TaskCompletionSource<T?> answer = new();

    public Task<T?> Answer => answer.Task;

    protected T? Found { get; set; }

    public override void Took(int touched) => throw new InvalidOperationException("A question changes nothing.");

    public override void Tell() => answer.SetResult(Found);

    /// <summary>The row as <typeparamref name="TRow"/>, as Dapper makes it.</summary>
    protected static TRow? Made<TRow>(object? row) => row switch
    {
        null or DBNull => default,
        TRow made => made,
        _ => (TRow)Convert.ChangeType(row, Nullable.GetUnderlyingType(typeof(TRow)) ?? typeof(TRow), CultureInfo.InvariantCulture),
    };
}

/// <summary>The first row, or null.</summary>
internal sealed class RowQuestion<T>(string sql, object? values) : TogetherQuestion<T>(sql, values, bringsRows: true)
{
    public override async Task Read(DbDataReader rows)
    {
        if (await rows.ReadAsync())
        {
            Found = Made<T>(rows.GetRowParser(typeof(T))(rows));
        }
    }
}

/// <summary>All rows.</summary>
internal sealed class RowsQuestion<T>(string sql, object? values) : TogetherQuestion<IReadOnlyList<T>>(sql, values, bringsRows: true)
{
    public override async Task Read(DbDataReader rows)
    {
        var all = new List<T>();
        var parse = rows.GetRowParser(typeof(T));
        while (await rows.ReadAsync())
        {
            all.Add(Made<T>(parse(rows))!);
        }

        Found = all;
    }
}

/// <summary>Changes something; answers the number of rows touched.</summary>
internal sealed class ChangeQuestion(string sql, object? values) : TogetherQuestion<int>(sql, values, bringsRows: false)
{
    public override Task Read(DbDataReader rows) => throw new InvalidOperationException("A change brings no rows.");

    public override void Took(int touched) => Found = touched;
}
