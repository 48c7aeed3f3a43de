import type { LeftMessage } from "@genkan/client/types";
import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { type KeyboardEvent, useDeferredValue, useEffect, useState } from "react";
import { Link, useRoute, useSearchParams } from "wouter";
import { useDeskState } from "../conversations/DeskProvider";
import { IconSearch } from "../look/icons";
import { useNow } from "../look/useNow";
import { Empty, Fetched } from "../manage/Page";
import page from "../manage/parts.module.css";
import { fullTime, when } from "../words/times";
import { useWords } from "../words/Words";
import css from "./LeftMessages.module.css";
import { LeftPanel } from "./LeftPanel";
import { type Filter, readFilter, states, writeFilter } from "./leftMessages";
import { useLeftMessages, useLeftNews } from "./leftQueries";

/** What was written when nobody was there: the list, and one of them beside it. */
export default function LeftMessages() {
  const { say } = useWords();
  const [, parameters] = useRoute<{ id?: string }>("/messages/:id?");
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const query = useLeftMessages({ ...filter, words: useDeferredValue(filter.words) });
  const kept = search.size > 0 ? `?${search}` : "";
  useLeftNews();
  useEffect(() => {
    const before = document.title;
    document.title = `${say("console.messages")} · Genkan`;
    return () => {
      document.title = before;
    };
  }, [say]);

  return (
    <div className={css.messages} data-open={parameters?.id !== undefined || undefined}>
      <section className={css.list} aria-label={say("console.messages")}>
        <Head filter={filter} onChange={(next) => setSearch(writeFilter(next), { replace: true })} />
        <Fetched query={query}>
          {({ pages }) => (
            <List
              items={pages.flatMap(({ items }) => items)}
              filter={filter}
              current={parameters?.id}
              kept={kept}
              more={query.hasNextPage ? () => void query.fetchNextPage() : null}
              busy={query.isFetchingNextPage}
            />
          )}
        </Fetched>
      </section>
      {parameters?.id ? (
        <LeftPanel key={parameters.id} id={parameters.id} back={`/messages${kept}`} kept={kept} />
      ) : (
        <p className={css.choose}>{query.data?.pages[0]?.items.length ? say("manage.left_choose") : null}</p>
      )}
    </div>
  );
}

function Head({ filter, onChange }: { filter: Filter; onChange(next: Filter): void }) {
  const { say } = useWords();
  const { leftMessagesOpen, sites } = useDeskState();
  const [typed, setTyped] = useState(filter.words);
  // Led here with other words, or none.
  useEffect(() => setTyped(filter.words), [filter.words]);
  const all = Object.values(sites);
  return (
    <header className={css.top}>
      <div>
        <h1 className={css.title}>{say("console.messages")}</h1>
        <p className={css.lead}>{say("manage.left_lead")}</p>
      </div>
      <SegmentedControl
        className={css.states}
        fullWidth
        size="xs"
        aria-label={say("manage.left_state")}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state: state as Filter["state"] })}
        data={states.map((value) => ({
          value,
          label: (
            <span>
              {say(`manage.left_state_${value}`)}
              {value === "open" && leftMessagesOpen > 0 && <b className={css.count}> {leftMessagesOpen}</b>}
            </span>
          ),
        }))}
      />
      <TextInput
        size="xs"
        type="search"
        className={css.search}
        maxLength={200}
        aria-label={say("manage.left_search")}
        placeholder={say("manage.left_search")}
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          onChange({ ...filter, words: value });
        }}
      />
      <div className={css.narrow}>
        {all.length > 1 && (
          <Select
            size="xs"
            aria-label={say("manage.left_site")}
            allowDeselect={false}
            value={filter.site ?? ""}
            onChange={(site) => onChange({ ...filter, site: site || null })}
            data={[
              { value: "", label: say("manage.left_site_all") },
              ...all.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        <Select
          size="xs"
          aria-label={say("manage.left_sort")}
          allowDeselect={false}
          value={filter.oldest ? "oldest" : "newest"}
          onChange={(value) => onChange({ ...filter, oldest: value === "oldest" })}
          data={["newest", "oldest"].map((value) => ({ value, label: say(`manage.left_sort_${value}`) }))}
        />
      </div>
    </header>
  );
}

interface ListProps {
  items: LeftMessage[];
  filter: Filter;
  current: string | undefined;
  kept: string;
  more: (() => void) | null;
  busy: boolean;
}

function List({ items, filter, current, kept, more, busy }: ListProps) {
  const { say } = useWords();
  if (items.length === 0) {
    const searched = filter.words.trim() !== "" || filter.site !== null || filter.state !== "open";
    return (
      <div className={css.empty}>
        <Empty
          title={say(searched ? "manage.left_nothing" : "manage.left_none")}
          text={say(searched ? "manage.left_nothing_text" : "manage.left_none_text")}
        />
      </div>
    );
  }
  return (
    <>
      <ul onKeyDown={walk} aria-live="polite" aria-relevant="additions">
        {items.map((message) => (
          <Row key={message.id} message={message} current={message.id === current} kept={kept} />
        ))}
      </ul>
      {more && (
        <div className={page.more}>
          <Button variant="default" loading={busy} onClick={more}>
            {say("manage.show_more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ message, current, kept }: { message: LeftMessage; current: boolean; kept: string }) {
  const { say, language } = useWords();
  const { sites, agents } = useDeskState();
  const now = useNow(60_000);
  const { id, name, text, at, state, reply, doneBy } = message;
  const by = state === "done" ? doneBy : reply?.by;
  return (
    <li>
      <Link
        href={`/messages/${id}${kept}`}
        className={css.row}
        data-row
        data-state={state}
        aria-current={current ? "page" : undefined}
      >
        <span className={css.first}>
          <strong className={css.name} dir="auto">
            {name}
          </strong>
          <time dateTime={new Date(at).toISOString()} title={fullTime(at, language)}>
            {when(at, language, now)}
          </time>
        </span>
        <span className={css.words} dir="auto" lang={message.language ?? undefined}>
          {text}
        </span>
        <span className={css.notes}>
          <span className={css.state} data-state={state}>
            {say(`manage.left_state_${state}`)}
          </span>
          <span dir="auto">
            {[by && agents[by]?.name, Object.keys(sites).length > 1 && sites[message.site]?.name]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** Up and down go along the rows; with the details open they go along. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const next = rows[rows.indexOf(event.target) + step];
  event.preventDefault();
  next?.focus();
  if (event.currentTarget.querySelector("[aria-current]")) next?.click();
}
