import { ApiError } from "@genkan/client/http";
import { Select } from "@mantine/core";
import { useState } from "react";
import { api } from "../../session/api";
import { useSay } from "../../words/Words";
import { AskOnce } from "../AskOnce";
import type { DepartmentRow } from "./departmentRows";

interface Props {
  department: DepartmentRow;
  others: readonly DepartmentRow[];
  onClose(): void;
}

const none = "none";

/** Asks where the people, and what else refers to the department, go (AD-17). What refers to it only the server knows: it says so. */
export function RemoveDepartment({ department, others, onClose }: Props) {
  const say = useSay();
  const [uses, setUses] = useState<Record<string, number>>({ people: department.people });
  const [moveTo, setMoveTo] = useState<string | null>(null);
  const kinds = Object.entries(uses).filter(([, count]) => count > 0);
  const needsAnother = kinds.some(([kind]) => kind !== "people");
  const choices = [
    ...(needsAnother ? [] : [{ value: none, label: say("manage.department_move_none") }]),
    ...others.filter(({ id }) => id !== department.id).map(({ id, name }) => ({ value: id, label: name })),
  ];

  async function remove() {
    try {
      await api("DELETE", `/api/departments/${department.id}${moveTo ? `?moveTo=${moveTo}` : ""}`);
      onClose();
    } catch (problem) {
      if (problem instanceof ApiError && problem.problem.code === "department_in_use") {
        const found = (problem.problem as { uses?: Record<string, number> }).uses ?? {};
        setUses(found);
        if (moveTo === none && Object.entries(found).some(([kind, count]) => kind !== "people" && count > 0))
          setMoveTo(null);
      }
      throw problem;
    }
  }

  return (
    <AskOnce
      opened
      title={say("manage.delete_department_title", { name: department.name })}
      yes={say("manage.delete")}
      onYes={remove}
      onNo={onClose}
    >
      <p>{say("manage.delete_department_means")}</p>
      {kinds.length > 0 && (
        <>
          <ul>
            {kinds.map(([kind, count]) => (
              <li key={kind}>
                {say(`manage.department_use_${kind === "people" || kind === "visitors" ? kind : "other"}`, { count })}
              </li>
            ))}
          </ul>
          <Select
            mt="sm"
            label={say("manage.department_move_to")}
            placeholder={say("manage.please_choose")}
            value={moveTo}
            onChange={setMoveTo}
            data={choices}
            allowDeselect={false}
          />
        </>
      )}
    </AskOnce>
  );
}
