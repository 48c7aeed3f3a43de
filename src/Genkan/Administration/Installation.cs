using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>The one row that says the installation is set up, and whose it is.</summary>
internal static class Installation
{
    public static async Task<bool> IsSetUp(IReadTx tx) => await tx.One<long>("SELECT COUNT(*) FROM administration_installation") > 0;

    public static async Task<bool> IsOwnedBy(IReadTx tx, Guid account) =>
        await tx.One<long>("SELECT COUNT(*) FROM administration_installation WHERE owner = @account", new { account }) > 0;

    /// <summary>False when somebody was faster: the primary key lets one row in.</summary>
    public static async Task<bool> Claim(ITx tx, Guid owner) => await tx.Run(
        "INSERT INTO administration_installation (one, owner, set_up_at) VALUES (1, @owner, @now) ON CONFLICT (one) DO NOTHING",
        new { owner, now = tx.Now }) > 0;

    public static Task SetOwner(ITx tx, Guid owner) => tx.Run("UPDATE administration_installation SET owner = @owner", new { owner });

    /// <summary>May whoever comes found an organisation?</summary>
    public static async Task<bool> Registers(IReadTx tx) => await tx.One<long?>("SELECT registration FROM administration_installation") is 1;

    public static Task<int> SetRegisters(ITx tx, bool open) =>
        tx.Run("UPDATE administration_installation SET registration = @registration", new { registration = open ? 1L : 0L });

    /// <summary>Until the unit ends nobody else changes what is unique on the whole installation.</summary>
    public static Task Lock(ITx tx) => tx.Run("UPDATE administration_installation SET one = one");
}
