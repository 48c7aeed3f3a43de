[assembly: AssemblyFixture(typeof(Genkan.Journeys.Stage.Browsers))]
