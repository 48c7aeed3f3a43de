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
        SqlMapper.AddTypeHandler(new GuidHandler());
        foreach (var type in typeof(DapperTypes).Assembly.GetTypes().Where(EntityIdJson.IsEntityId))
        {
            SqlMapper.AddTypeHandler(type, (SqlMapper.ITypeHandler)Activator.CreateInstance(typeof(IdHandler<>).MakeGenericType(type))!);
        }
    }

    private static void Set(IDbDataParameter parameter, Guid value)
    {
        if (parameter is SqliteParameter)
        {
            parameter.Value = value.ToString("D");
        }
        else
        {
            parameter.DbType = DbType.Guid;
            parameter.Value = value;
        }
    }

    private static Guid Get(object value) => value as Guid? ?? Guid.Parse((string)value);

    private sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value) => Set(parameter, value);

        public override Guid Parse(object value) => Get(value);
    }

    private sealed class IdHandler<T> : SqlMapper.TypeHandler<T> where T : struct, IEntityId<T>
    {
        public override void SetValue(IDbDataParameter parameter, T value) => Set(parameter, value.Value);

        public override T Parse(object value) => T.From(Get(value));
    }
}
