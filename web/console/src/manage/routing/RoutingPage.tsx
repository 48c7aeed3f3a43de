import { NumberInput, Select, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { EditForm } from "../form/EditForm";
import { useForm } from "../form/useForm";
import { Fetched, Page, Section } from "../Page";
import { type Distribution, fetchDistribution, saveDistribution } from "./routingCalls";

/** AD-61, AD-62, AD-59: how conversations come to the agents. */
export default function RoutingPage() {
  const say = useSay();
  const query = useQuery({
    queryKey: ["manage", "routing"],
    queryFn: ({ signal }) => fetchDistribution((path) => api("GET", path, { signal })),
  });
  return (
    <Page title={say("manage.routing")} lead={say("manage.routing_lead")}>
      <Fetched query={query}>{(kept) => <RoutingForm kept={kept} />}</Fetched>
    </Page>
  );
}

function RoutingForm({ kept }: { kept: Distribution }) {
  const say = useSay();
  const form = useForm<Distribution>({
    value: kept,
    async save(changed, draft) {
      await saveDistribution(changed, draft, (path, body) => api("PUT", path, { body }));
      return draft;
    },
  });
  const automatic = form.draft.chat === "automatic";

  return (
    <EditForm form={form}>
      <Section title={say("manage.routing_way")}>
        <Choice form={form} field="chat" of={["automatic", "pool"]} />
        <Choice form={form} field="mail" of={["automatic", "pool"]} />
        {automatic && <Choice form={form} field="choice" of={["fewest", "inTurn"]} />}
        <Switch
          label={say("manage.routing_affinity")}
          description={say("manage.routing_affinity_means")}
          {...form.tick("affinity")}
        />
        <Switch
          label={say("manage.routing_regions")}
          description={say("manage.routing_regions_means")}
          {...form.tick("regions")}
        />
      </Section>
      <Section title={say("manage.routing_limits")}>
        <Perhaps form={form} field="ceiling" usual={9} min={1} max={999} />
        <Switch
          label={say("manage.routing_aboveOwnLimit")}
          description={say("manage.routing_aboveOwnLimit_means")}
          {...form.tick("aboveOwnLimit")}
        />
      </Section>
      <Section title={say("manage.routing_time")}>
        <Amount form={form} field="graceSeconds" min={15} max={3600} />
        {automatic && <Perhaps form={form} field="offerSeconds" usual={30} min={10} max={600} />}
        {automatic && form.draft.offerSeconds !== null && (
          <Amount form={form} field="missesUntilAway" min={1} max={20} />
        )}
        <Perhaps form={form} field="silenceMinutes" usual={6} min={1} max={1440} />
      </Section>
      <Section title={say("console.transfer")}>
        <Choice form={form} field="transferList" of={["tree", "plain"]} />
      </Section>
    </EditForm>
  );
}

type Field = keyof Distribution & string;
interface OneField {
  form: ReturnType<typeof useForm<Distribution>>;
  field: Field;
}

function Choice({ form, field, of }: OneField & { of: readonly string[] }) {
  const say = useSay();
  return (
    <Select
      label={say(`manage.routing_${field}`)}
      description={say(`manage.routing_${field}_means`)}
      allowDeselect={false}
      value={form.draft[field] as string}
      error={form.error(field)}
      onChange={(value) => form.change({ [field]: value } as Partial<Distribution>)}
      data={of.map((value) => ({ value, label: say(`manage.routing_${field}_${value}`) }))}
    />
  );
}

function Amount({ form, field, min, max }: OneField & { min: number; max: number }) {
  const say = useSay();
  return (
    <NumberInput
      label={say(`manage.routing_${field}`)}
      description={say(`manage.routing_${field}_means`)}
      min={min}
      max={max}
      allowDecimal={false}
      value={form.draft[field] as number}
      error={form.error(field)}
      onChange={(value) => form.change({ [field]: Number(value) } as Partial<Distribution>)}
    />
  );
}

/** A number that may also be none: a switch, and the number while it is on. */
function Perhaps({ form, field, usual, min, max }: OneField & { usual: number; min: number; max: number }) {
  const say = useSay();
  const on = form.draft[field] !== null;
  return (
    <>
      <Switch
        label={say(`manage.routing_${field}_on`)}
        description={say(`manage.routing_${field}_on_means`)}
        checked={on}
        onChange={(event) =>
          form.change({ [field]: event.currentTarget.checked ? usual : null } as Partial<Distribution>)
        }
      />
      {on && <Amount form={form} field={field} min={min} max={max} />}
    </>
  );
}
