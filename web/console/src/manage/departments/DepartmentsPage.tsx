import { Button } from "@mantine/core";
import { useState } from "react";
import { useDeskState } from "../../conversations/DeskProvider";
import { IconDraft, IconPlus, IconTrash } from "../../look/icons";
import { useSay } from "../../words/Words";
import { Empty, Page } from "../Page";
import css from "../parts.module.css";
import { DepartmentDialog } from "./DepartmentDialog";
import { type DepartmentRow, departmentRows } from "./departmentRows";
import { RemoveDepartment } from "./RemoveDepartment";

type Open = { what: "new" } | { what: "edit" | "remove"; department: DepartmentRow } | null;

/** The departments there are. The desk keeps them current, so nothing is fetched here. */
export default function DepartmentsPage() {
  const say = useSay();
  const { departments, agents } = useDeskState();
  const rows = departmentRows(departments, agents);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const add = (
    <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setOpen({ what: "new" })}>
      {say("manage.add_department")}
    </Button>
  );

  return (
    <Page
      title={say("manage.departments")}
      lead={say("manage.departments_lead")}
      action={rows.length > 0 ? add : undefined}
    >
      {rows.length === 0 ? (
        <Empty title={say("manage.no_departments")} text={say("manage.no_departments_text")}>
          {add}
        </Empty>
      ) : (
        <div className={css.sheet}>
          <table className={css.table} aria-label={say("manage.departments")}>
            <thead>
              <tr>
                <th scope="col">{say("manage.its_name")}</th>
                <th scope="col" className={css.number}>
                  {say("manage.department_order")}
                </th>
                <th scope="col" className={css.number}>
                  {say("manage.department_people")}
                </th>
                <th scope="col" aria-label={say("manage.actions")} />
              </tr>
            </thead>
            <tbody>
              {rows.map((department) => (
                <tr key={department.id}>
                  <td className={css.any} dir="auto">
                    {department.name}
                  </td>
                  <td className={css.number}>{department.order}</td>
                  <td className={css.number}>{department.people}</td>
                  <td className={css.deeds}>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={say("manage.change_named", { name: department.name })}
                      leftSection={<IconDraft size={16} />}
                      onClick={() => setOpen({ what: "edit", department })}
                    >
                      <span className={css.onlyWide}>{say("manage.change")}</span>
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="vermilion"
                      aria-label={say("manage.delete_named", { name: department.name })}
                      leftSection={<IconTrash size={16} />}
                      onClick={() => setOpen({ what: "remove", department })}
                    >
                      <span className={css.onlyWide}>{say("manage.delete")}</span>
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open?.what === "new" && <DepartmentDialog department={null} onClose={close} />}
      {open?.what === "edit" && <DepartmentDialog department={open.department} onClose={close} />}
      {open?.what === "remove" && <RemoveDepartment department={open.department} others={rows} onClose={close} />}
    </Page>
  );
}
