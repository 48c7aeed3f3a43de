import type { Role } from "@genkan/client/types";
import { Checkbox, Radio } from "@mantine/core";
import { useSay } from "../../words/Words";
import css from "../parts.module.css";
import { type AgentFields, permissions, withPermission, withRole } from "./agentForm";

interface Props {
  draft: AgentFields;
  change(patch: Partial<AgentFields>): void;
  error(field: string): string | undefined;
}

/** The role gives a set of permissions to begin with; each is then given or taken on its own. */
export function RightsFields({ draft, change, error }: Props) {
  const say = useSay();
  return (
    <>
      <Radio.Group
        label={say("manage.role")}
        value={draft.role}
        error={error("role")}
        onChange={(role) => change(withRole(role as Role))}
      >
        <div className={css.ticks}>
          {(["agent", "admin"] as const).map((role) => (
            <Radio
              key={role}
              value={role}
              label={say(`manage.role_${role}`)}
              description={say(`manage.role_${role}_means`)}
            />
          ))}
        </div>
      </Radio.Group>
      <Checkbox.Group label={say("manage.permissions")} value={draft.permissions} error={error("permissions")}>
        <div className={css.ticks}>
          {permissions.map((one) => (
            <Checkbox
              key={one}
              value={one}
              label={say(`manage.permission_${one}`)}
              description={say(`manage.permission_${one}_means`)}
              onChange={(event) => change(withPermission(draft, one, event.currentTarget.checked))}
            />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
