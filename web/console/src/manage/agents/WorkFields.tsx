import { MultiSelect, NumberInput, Radio, TagsInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useDeskState } from "../../conversations/DeskProvider";
import { useWords } from "../../words/Words";
import { departmentRows } from "../departments/departmentRows";
import css from "../parts.module.css";
import type { AgentFields } from "./agentForm";
import { useAgents } from "./agentQueries";
import { languageChoices } from "./languageChoices";

interface Props {
  draft: AgentFields;
  change(patch: Partial<AgentFields>): void;
  error(field: string): string | undefined;
}

/** What decides which conversations this person gets. */
export function WorkFields({ draft, change, error }: Props) {
  const { say } = useWords();
  const { departments, agents, sites } = useDeskState();
  const inOrder = useMemo(() => departmentRows(departments, agents), [departments, agents]);
  const there = Object.values(sites).filter(({ removed }) => !removed);
  const colleagues = useAgents().data;
  const skills = useMemo(() => [...new Set((colleagues ?? []).flatMap((one) => one.skills))].sort(), [colleagues]);

  return (
    <>
      <div className={css.pair}>
        <NumberInput
          label={say("manage.limit")}
          description={say("manage.limit_means")}
          placeholder={say("manage.limit_none")}
          min={1}
          max={99}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          value={draft.limit}
          error={error("limit")}
          onChange={(value) => change({ limit: value === "" ? "" : Number(value) })}
        />
        <MultiSelect
          label={say("manage.departments")}
          description={say("manage.agent_departments_means")}
          placeholder={draft.departments.length === 0 ? say("manage.no_department") : ""}
          searchable
          clearable
          nothingFoundMessage={say(inOrder.length === 0 ? "manage.no_departments" : "manage.no_match")}
          value={draft.departments.filter((id) => departments[id]?.removed === false)}
          error={error("departments")}
          onChange={(ids) => change({ departments: ids })}
          data={inOrder.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
      <Radio.Group
        label={say("manage.chat_sites")}
        value={draft.sites === null ? "all" : "some"}
        error={draft.sites === null ? error("sites") : undefined}
        onChange={(which) => change({ sites: which === "all" ? null : there.map(({ id }) => id) })}
      >
        <div className={css.ticks}>
          <Radio value="all" label={say("manage.chat_sites_all")} description={say("manage.chat_sites_all_means")} />
          <Radio value="some" label={say("manage.chat_sites_some")} />
        </div>
      </Radio.Group>
      {draft.sites !== null && (
        <MultiSelect
          aria-label={say("manage.chat_sites")}
          placeholder={draft.sites.length === 0 ? say("manage.chat_sites_none") : ""}
          searchable
          clearable
          nothingFoundMessage={say("manage.no_match")}
          value={draft.sites.filter((id) => sites[id]?.removed === false)}
          error={error("sites")}
          onChange={(ids) => change({ sites: ids })}
          data={there.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <div className={css.pair}>
        <LanguagesField
          value={draft.languages}
          error={error("languages")}
          onChange={(languages) => change({ languages })}
        />
        <TagsInput
          label={say("manage.skills")}
          description={say("manage.skills_means")}
          placeholder={draft.skills.length === 0 ? say("manage.skills_example") : ""}
          maxTags={20}
          maxLength={40}
          acceptValueOnBlur
          isDuplicate={(value, all) => all.some((one) => one.toLowerCase() === value.toLowerCase())}
          value={draft.skills}
          error={error("skills")}
          onChange={(given) => change({ skills: given })}
          data={skills}
        />
      </div>
    </>
  );
}

interface LanguagesProps {
  value: string[];
  error: string | undefined;
  onChange(languages: string[]): void;
}

/** Found by their name in the reader's language or by their tag; a tag nobody listed can be typed. */
function LanguagesField({ value, error, onChange }: LanguagesProps) {
  const { say, language } = useWords();
  const [search, setSearch] = useState("");
  const data = useMemo(() => languageChoices(language, value, search), [language, value, search]);
  return (
    <MultiSelect
      label={say("manage.languages")}
      description={say("manage.languages_means")}
      placeholder={value.length === 0 ? say("manage.languages_none") : ""}
      searchable
      clearable
      maxValues={10}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={say("manage.no_match")}
      value={value}
      error={error}
      onChange={onChange}
      data={data}
    />
  );
}
