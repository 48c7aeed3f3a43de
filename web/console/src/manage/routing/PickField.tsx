import { MultiSelect } from "@mantine/core";
import { useSay } from "../../words/Words";
import css from "./routing.module.css";

export interface Pickable {
  id: string;
  name: string;
}

interface Props {
  label: string;
  description?: string;
  /** What stands in the empty field. */
  empty: string;
  all: readonly Pickable[];
  chosen: string[];
  error: string | undefined;
  onChange(ids: string[]): void;
}

/** Some of those there are, by name. */
export function PickField({ label, description, empty, all, chosen, error, onChange }: Props) {
  const say = useSay();
  return (
    <MultiSelect
      classNames={{ input: css.pills, inputField: css.pillsField }}
      label={label}
      description={description}
      placeholder={chosen.length === 0 ? empty : ""}
      searchable
      hidePickedOptions
      nothingFoundMessage={say("manage.pick_none")}
      value={chosen}
      error={error}
      onChange={onChange}
      data={all.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
