using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;

namespace Genkan.Storage;

/// <summary>Statements of a batch with the values of an object's properties by name, as Dapper gives them to statements that go alone.</summary>
internal static class BatchValues
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static NpgsqlBatchCommand Command(string sql, object values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var property in Properties.GetOrAdd(values.GetType(), static type => type.GetProperties()))
        {
            var parameter = new NpgsqlParameter { ParameterName = property.Name };
            DapperTypes.SetValue(parameter, property.PropertyType, property.GetValue(values));
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
