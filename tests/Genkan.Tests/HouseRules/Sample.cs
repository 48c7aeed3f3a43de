#pragma warning disable CA1823, CA1852, CA1801, IDE0051, IDE0052, S1144
using Genkan.Tests.HouseRules.Sample.Kitchen;

// Two rooms that break the rules, to prove that the rules see it.

namespace Genkan.Tests.HouseRules.Sample.Kitchen
{
    public interface IKitchen
    {
        string Cook();
    }

    public sealed class Recipe
    {
        internal string Secret { get; } = "salt";
    }

    internal sealed class Larder
    {
        public string Open() => "bread";
    }
}

namespace Genkan.Tests.HouseRules.Sample.Garden
{
    internal sealed class PoliteGardener(IKitchen kitchen)
    {
        public string Lunch() => kitchen.Cook();
    }

    internal sealed class Thief
    {
        public static async Task<string> Steal()
        {
            await Task.Yield();
            return new Larder().Open();
        }
    }

    internal sealed class Spy
    {
        public string Read(Recipe recipe) => recipe.Secret;
    }

    internal sealed class Digger
    {
        public string Everything() => "SELECT * FROM kitchen_plates WHERE organisation = @o";

        public string Anyones(string plot) => "SELECT id FROM garden_beds WHERE " + plot + " > 1";

        public string Own() => "SELECT id FROM garden_beds WHERE organisation = @organisation";
    }
}
