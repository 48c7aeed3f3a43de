using System.Data;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Genkan.Storage;

/// <summary>Ids are <c>uuid</c> on PostgreSQL and lower-case text on SQLite; Dapper learns both here, once.</summary>
internal static class DapperTypes
{
    [ModuleInitializer]
    internal static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(Guid));
        SqlMapper.RemoveTypeMap(typeof(Guid?));
        SqlMapper.AddTypeHandler(typeof(Guid), new GuidHandler());
        foreach (var type in typeof(DapperTypes).Assembly.GetTypes().Where(EntityIdJson.IsEntityId))
        {
            SqlMapper.AddTypeHandler(type, (SqlMapper.ITypeHandler)Activator.CreateInstance(typeof(IdHandler<>).MakeGenericType(type))!);
        }
    }

    /// <summary>The same for a parameter Dapper does not make.</summary>
    internal static void SetValue(IDbDataParameter parameter, Type type, object? value)
    {
        if ((Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(Guid) || EntityIdJson.IsEntityId(plain)))
        {
            Set(parameter, value is null ? null : value as Guid? ?? OfEntity(value));
        }
        else
        {
            parameter.Value = value ?? DBNull.Value;
        }
    }

    private static void Set(IDbDataParameter parameter, Guid? value)
    {
        if (parameter is SqliteParameter)
        {
            parameter.Value = value is { } id ? id.ToString("D") : DBNull.Value;
        }
        else
        {
            // Typed also when null: PostgreSQL takes an untyped null in a select list for text.
            parameter.DbType = DbType.Guid;
            parameter.Value = value is { } id ? id : DBNull.Value;
        }
    }

    private static Guid OfEntity(object id) => id is OrganisationId organisation ? organisation.Value : Guid.Parse(id.ToString()!);

    private static Guid Get(object value) => value as Guid? ?? Guid.Parse((string)value);

    private sealed class GuidHandler : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value) => Set(parameter, value as Guid?);

        public object? Parse(Type destinationType, object value) => Get(value);
    }

    private sealed class IdHandler<T> : SqlMapper.ITypeHandler where T : struct, IEntityId<T>
    {
        public void SetValue(IDbDataParameter parameter, object value) => Set(parameter, (value as T?)?.Value);

        public object? Parse(Type destinationType, object value) => T.From(Get(value));
    }
}
