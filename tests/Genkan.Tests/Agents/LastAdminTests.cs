namespace Genkan.Tests.Agents;

[Requirement("AD-03", "AD-10")]
public sealed class LastAdminTests
{
    [Fact]
    public async Task The_last_admin_is_neither_demoted_disabled_removed_nor_stripped()
    {
        await using var shop = await Shop.Open();
        var rivals = await shop.TheRivals();
        var path = $"/api/agents/{rivals.Rita.Id}";
        // Invited is not there yet: an admin who never comes opens no door.
        await rivals.Rita.Invites("ruth", "ruth@rivals.example", role: "admin");

        (await rivals.Rita.Patch(path, new { role = "agent" })).ShouldRefuse(409, "last_admin");
        (await rivals.Rita.Patch(path, new { disabled = true })).ShouldRefuse(409, "last_admin");
        (await rivals.Rita.Patch(path, new { permissions = new[] { "conversations.chat" } })).ShouldRefuse(409, "last_admin");
        (await rivals.Rita.Delete(path)).ShouldRefuse(409, "last_admin");

        (await rivals.Rita.Get("/api/agents")).Should(200);
    }

    [Fact]
    public async Task Of_two_admins_who_step_down_at_once_one_stays()
    {
        await using var shop = await Shop.Open();
        for (var round = 0; round < 3; round++)
        {
            var tom = await shop.Agent("tom", role: "admin");
            (await shop.Nora.Patch($"/api/agents/{tom.Id}", new { role = "admin" })).Should(200);

            var answers = await Task.WhenAll(
                shop.Nora.Patch($"/api/agents/{shop.Nora.Id}", new { role = "agent" }),
                tom.Patch($"/api/agents/{tom.Id}", new { role = "agent" }));

            answers.Count(answer => (int)answer.Status == 200).ShouldBe(1);
            answers.Single(answer => (int)answer.Status != 200).ShouldRefuse(409, "last_admin");
            await TheOtherLifts(shop, tom);
        }
    }

    [Fact]
    public async Task Of_two_admins_who_demote_each_other_at_once_one_stays()
    {
        await using var shop = await Shop.Open();
        for (var round = 0; round < 3; round++)
        {
            var tom = await shop.Agent("tom", role: "admin");
            (await shop.Nora.Patch($"/api/agents/{tom.Id}", new { role = "admin" })).Should(200);

            var answers = await Task.WhenAll(
                shop.Nora.Patch($"/api/agents/{tom.Id}", new { role = "agent" }),
                tom.Patch($"/api/agents/{shop.Nora.Id}", new { role = "agent" }));

            answers.Count(answer => (int)answer.Status == 200).ShouldBe(1);
            answers.Single(answer => (int)answer.Status != 200).ShouldRefuse(403, "not_allowed");
            await TheOtherLifts(shop, tom);
        }
    }

    /// <summary>Whoever is admin still makes Nora one again.</summary>
    private static async Task TheOtherLifts(Shop shop, AgentClient tom)
    {
        if ((int)(await shop.Nora.Get("/api/agents")).Status != 200)
        {
            (await tom.Patch($"/api/agents/{shop.Nora.Id}", new { role = "admin" })).Should(200);
        }
    }
}
