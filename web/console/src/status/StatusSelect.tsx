import type { Status } from "@genkan/client/types";
import { Select } from "@mantine/core";
import { useState } from "react";
import { useSay } from "../words/Words";
import { rememberedStatuses } from "./rememberedStatuses";
import { statusWords } from "./statuses";

interface Props {
  /** What "none" means here. */
  none: string;
  value: Status | "";
  onChange(status: Status | ""): void;
}

/** The status at the door, where nobody is signed in yet. */
export function StatusSelect({ none, value, onChange }: Props) {
  const say = useSay();
  const [statuses] = useState(rememberedStatuses);
  return (
    <Select
      label={say("console.signin_status")}
      value={value}
      onChange={(chosen) => onChange(chosen ?? "")}
      allowDeselect={false}
      data={[
        { value: "", label: none },
        ...statuses.map(({ key }) => ({ value: key, label: statusWords(say, key, statuses) })),
      ]}
    />
  );
}
