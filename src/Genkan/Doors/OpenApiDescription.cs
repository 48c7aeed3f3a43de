using System.Text.Json.Nodes;
using Genkan.Texts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Genkan.Doors;

/// <summary>What <c>/openapi/v1.json</c> says of every call beside its shapes: the credential it wants, and how it refuses.</summary>
internal static class OpenApiDescription
{
    private const string Problem = "Problem";
    private const string Cookie = "cookie", Key = "key", Visitor = "visitor";

    public static void Describe(OpenApiOptions options)
    {
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            var access = metadata.OfType<Access>().LastOrDefault();
            DescribeCredential(operation, access, context.Document!);
            DescribeRefusals(operation, access, HttpMethods.IsGet(context.Description.HttpMethod ?? ""), context.Document!);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, context, _) =>
        {
            var texts = context.ApplicationServices.GetRequiredService<ITexts>();
            document.Components ??= new OpenApiComponents();
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            document.Components.Schemas[Problem] = ProblemSchema(texts);
            document.Components.SecuritySchemes = Schemes();
            return Task.CompletedTask;
        });
    }

    private static void DescribeCredential(OpenApiOperation operation, Access? access, OpenApiDocument document)
    {
        string[] wanted = access switch
        {
            { Staff: true } => [Cookie, Key],
            { Visitor: not null } => [Visitor],
            _ => [],
        };
        operation.Security = [.. wanted.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, document)] = [] })];
    }

    private static void DescribeRefusals(OpenApiOperation operation, Access? access, bool reads, OpenApiDocument document)
    {
        operation.Responses ??= [];
        var byId = operation.Parameters?.Any(p => p.In == ParameterLocation.Path) == true;
        Say(400, "Malformed.", operation.RequestBody is not null || operation.Parameters?.Count > 0);
        Say(401, "No credential, or one that is no good.", access is { Anyone: false });
        Say(403, "Not yours to do, or asked by another website.", access is { Anyone: false } || !reads);
        Say(404, "Not there, or not yours.", byId);
        Say(409, "Somebody was faster, or this id stands for something else.", !reads);
        Say(413, "Longer than allowed.", operation.RequestBody is not null);
        Say(422, "Wrong fields, by name.", operation.RequestBody is not null);
        Say(429, "Too many at once; Retry-After says when.", true);
        Say(503, "Cannot be written now; Retry-After says when to try again.", !reads);

        void Say(int status, string meaning, bool applies)
        {
            var code = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (applies && !operation.Responses.ContainsKey(code))
            {
                operation.Responses[code] = Refusal(meaning, status is 429 or 503, document);
            }
        }
    }

    private static OpenApiResponse Refusal(string meaning, bool later, OpenApiDocument document)
    {
        var response = new OpenApiResponse
        {
            Description = meaning,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, document) },
            },
        };
        if (later)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                ["Retry-After"] = new OpenApiHeader { Description = "Seconds.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
            };
        }

        return response;
    }

    /// <summary>RFC 9457, with a stable code and, where fields are wrong, what is wrong with each.</summary>
    private static OpenApiSchema ProblemSchema(ITexts texts) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A refusal (RFC 9457). Further members depend on the code.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("urn:genkan:problem: and the code."),
            ["title"] = Text("For a person, in the language of Accept-Language."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["code"] = OneOf(texts.KeysOf("problem.")),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "422: what is wrong, by field.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                        {
                            ["code"] = OneOf(texts.KeysOf("field.")),
                            ["message"] = Text("For a person."),
                        },
                    },
                },
            },
        },
    };

    private static OpenApiSchema Text(string meaning) => new() { Type = JsonSchemaType.String, Description = meaning };

    private static OpenApiSchema OneOf(IEnumerable<string> codes) =>
        new() { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => (JsonNode)JsonValue.Create(code))] };

    private static Dictionary<string, IOpenApiSecurityScheme> Schemes() => new(StringComparer.Ordinal)
    {
        [Cookie] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "__Host-genkan",
            Description = "A sign-in (genkan on plain http). What changes something must come from our own pages.",
        },
        [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
        [Visitor] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "Authorization",
            Description = "The word Visitor, a space, and the token of POST /visitor/visits.",
        },
    };
}
