import { newId } from "@genkan/client/ids";
import { ActionIcon, Button } from "@mantine/core";
import { useRef } from "react";
import { IconPlus, IconTrash } from "../../look/icons";
import { useSay } from "../../words/Words";
import { type Pickable, PickField } from "./PickField";
import { RegionsField } from "./RegionsField";
import css from "./routing.module.css";
import type { RegionPolicy } from "./siteRouting";

interface Props {
  policies: RegionPolicy[];
  departments: readonly Pickable[];
  error(field: string): string | undefined;
  onChange(policies: RegionPolicy[]): void;
}

const most = 100;

/** AD-44: added, changed and deleted in place; each names regions and departments. */
export function PoliciesField({ policies, departments, error, onChange }: Props) {
  const say = useSay();
  const list = useRef<HTMLOListElement>(null);
  const change = (index: number, patch: Partial<RegionPolicy>) =>
    onChange(policies.map((policy, at) => (at === index ? { ...policy, ...patch } : policy)));

  function add() {
    onChange([...policies, { id: newId(), regions: [], departments: [] }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("li:last-child input")?.focus());
  }

  return (
    <>
      {policies.length > 0 && (
        <ol className={css.policies} ref={list}>
          {policies.map((policy, index) => (
            <li key={policy.id} className={css.policy}>
              <div className={css.places}>
                <RegionsField
                  label={say("manage.policy_regions")}
                  codes={policy.regions}
                  error={error(`regions.${index}.regions`)}
                  onChange={(regions) => change(index, { regions })}
                />
              </div>
              <div className={css.rooms}>
                <PickField
                  label={say("manage.policy_departments")}
                  empty={say("manage.choose_departments")}
                  all={departments}
                  chosen={policy.departments}
                  error={error(`regions.${index}.departments`)}
                  onChange={(chosen) => change(index, { departments: chosen })}
                />
              </div>
              <ActionIcon
                className={css.removePolicy}
                variant="subtle"
                color="gray"
                aria-label={say("manage.policy_remove", { number: String(index + 1) })}
                onClick={() => onChange(policies.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </li>
          ))}
        </ol>
      )}
      <Button
        className={css.add}
        variant="default"
        leftSection={<IconPlus size={16} />}
        disabled={policies.length >= most}
        onClick={add}
      >
        {say("manage.policy_add")}
      </Button>
    </>
  );
}
