using System.Data.Common;
using Dapper;
using Npgsql;

namespace Genkan.Storage;

/// <summary>Runs one transaction's statements, values given as the properties of an object.</summary>
internal interface IStatements
{
    /// <summary>First row, or null.</summary>
    Task<T?> One<T>(string sql, object? values);

    /// <summary>All rows.</summary>
    Task<IReadOnlyList<T>> All<T>(string sql, object? values);

    /// <summary>Answers the number of rows touched.</summary>
    Task<int> Run(string sql, object? values);

    /// <summary>First row, or null; nobody else changes it until the transaction ends.</summary>
    Task<T?> OneToChange<T>(string sql, object? values);

    /// <summary>Does each statement travel, so that those nobody waits for had better travel together?</summary>
    bool Travels { get; }
}

/// <summary>Over any connection, by Dapper.</summary>
internal sealed class DapperStatements(DbConnection connection, DbTransaction? transaction) : IStatements
{
    public bool Travels => connection is NpgsqlConnection;

    public Task<T?> One<T>(string sql, object? values) => connection.QueryFirstOrDefaultAsync<T>(sql, values, transaction);

    public Task<T?> OneToChange<T>(string sql, object? values) => One<T>(Travels ? sql + " FOR UPDATE" : sql, values);

    public async Task<IReadOnlyList<T>> All<T>(string sql, object? values) => (await connection.QueryAsync<T>(sql, values, transaction)).AsList();

    public Task<int> Run(string sql, object? values) => connection.ExecuteAsync(sql, values, transaction);
}
