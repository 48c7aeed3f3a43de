using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Administration;

/// <summary>Organisations, accounts, signing in, keys, invitations: who may come in.</summary>
public static class AdministrationModule
{
    /// <summary>Registers the room.</summary>
    public static void AddAdministration(this IServiceCollection services)
    {
        services.AddSingleton(new SealedColumn("administration_accounts", "email") { OfOrganisation = false, MarkColumn = "email_key", Folded = Folded.Key });
        services.AddSingleton<IStoreCheck, AccountCheck>();
        services.AddSingleton(AccountCheck.Organisations);
        services.AddSingleton<Passwords>();
        services.AddSingleton<CredentialCache>();
        services.AddSingleton<FailureLimit>();
        services.AddSingleton<Accounts>().AddSingleton<IAccounts>(s => s.GetRequiredService<Accounts>());
        services.AddSingleton<Sessions>().AddSingleton<ISessions>(s => s.GetRequiredService<Sessions>());
        services.AddSingleton<FirstRun>().AddSingleton<IFirstRun>(s => s.GetRequiredService<FirstRun>());
        services.AddSingleton<IInvitations, Invitations>();
        services.AddSingleton<StaffCredentials>();
        services.AddSingleton<IStaffCredentials>(s => s.GetRequiredService<StaffCredentials>());
        services.AddSingleton<IListenerCredentials>(s => s.GetRequiredService<StaffCredentials>());
        services.AddSingleton<WatchKeys>();
        services.AddSingleton<IStreamWatcher>(s => s.GetRequiredService<WatchKeys>());
        services.AddHostedService(s => s.GetRequiredService<WatchKeys>());
        services.AddSingleton<IPlans, Plans>();
        services.AddSingleton<GuessLimit>();
        services.AddHostedService<GuessesTogether>();
        services.AddSingleton<Devices>();
        services.AddSingleton<Places>();
        services.AddSingleton<Tickets>();
        services.AddSingleton<SecondSteps>();
        services.AddSingleton<Entrance>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<Freshness>();
        services.AddSingleton(SecondFactors.SecretColumn);
        services.AddSingleton<TakeSecondStep>();
        services.AddSingleton<SignInByDevice>();
        services.AddSingleton<SignInWithPasskey>();
        services.AddSingleton<SecurityNotices>();
        services.AddSingleton<MySecurity>();
        services.AddSingleton<MySecondFactor>();
        services.AddSingleton<MyPasskeys>();
        services.AddSingleton<MemberSecurity>();
        services.AddSingleton<IOrganisations, CountOrganisations>();
        services.AddSingleton<IOrganisationNames, OrganisationNames>();
        services.AddSingleton<SetupCode>();
        services.AddSingleton<SetUp>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SignOut>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<LookAtInvitation>();
        services.AddSingleton<AcceptInvitation>();
        services.AddSingleton<ForgottenPassword>();
        services.AddSingleton<ResetPassword>();
        services.AddSingleton<Register>();
        services.AddSingleton<ConfirmRegistration>();
        services.AddSingleton(new SealedColumn(Registrations.Table, "content") { OfOrganisation = false });
        services.AddHostedService<PrepareFirstRun>();
        services.AddHostedService<SweepSessions>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapAdministration(this IEndpointRouteBuilder routes)
    {
        SetUp.Map(routes);
        SignIn.Map(routes);
        TakeSecondStep.Map(routes);
        SignInByDevice.Map(routes);
        SignInWithPasskey.Map(routes);
        ShowSession.Map(routes);
        SignOut.Map(routes);
        ChangePassword.Map(routes);
        Freshness.Map(routes);
        MySecurity.Map(routes);
        MySecondFactor.Map(routes);
        MyPasskeys.Map(routes);
        MemberSecurity.Map(routes);
        SecuritySettings.Map(routes);
        ApiKeys.Map(routes);
        AddOrganisation.Map(routes);
        OrganisationSettings.Map(routes);
        SignInWays.Map(routes);
        ForgottenPassword.Map(routes);
        ResetPassword.Map(routes);
        Register.Map(routes);
        ConfirmRegistration.Map(routes);
        InstallationSettings.Map(routes);
        LookAtInvitation.Map(routes);
        AcceptInvitation.Map(routes);
    }
}
