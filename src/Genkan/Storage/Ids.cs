using System.Text.Json;
using System.Text.Json.Serialization;

namespace Genkan.Storage;

/// <summary>An id of one kind of thing. Kinds cannot be mixed up; the wire form is a lower-case UUID.</summary>
public interface IEntityId<TSelf> where TSelf : struct, IEntityId<TSelf>
{
    /// <summary>The UUID itself (version 7 where we or a well-behaved client made it).</summary>
    Guid Value { get; }

    /// <summary>Gives the UUID its kind.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>One customer company; the tenant every row and every query names.</summary>
public readonly record struct OrganisationId(Guid Value) : IEntityId<OrganisationId>
{
    /// <inheritdoc/>
    public static OrganisationId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Reads and writes every <see cref="IEntityId{TSelf}"/> as a plain UUID string.</summary>
public sealed class EntityIdJson : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => IsEntityId(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    internal static bool IsEntityId(Type type) => type.IsValueType && type.GetInterfaces()
        .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityId<>));

    private sealed class Converter<T> : JsonConverter<T> where T : struct, IEntityId<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            T.From(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
