import { Button } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Link } from "wouter";
import { IconBack } from "../look/icons";
import { Loading } from "../look/Loading";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import css from "./parts.module.css";

interface Props {
  title: string;
  /** What this page decides, in one sentence. */
  lead?: ReactNode;
  /** Stands at the top right. */
  action?: ReactNode;
  back?: { to: string; words: string };
  wide?: boolean;
  children: ReactNode;
}

export function Page({ title, lead, action, back, wide, children }: Props) {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · Genkan`;
    return () => {
      document.title = before;
    };
  }, [title]);

  return (
    <section className={css.page} data-wide={wide || undefined}>
      {back && (
        <Link className={css.back} href={back.to}>
          <IconBack size={16} aria-hidden="true" />
          {back.words}
        </Link>
      )}
      <header className={css.head}>
        <div className={css.titles}>
          <h1 className={css.title} dir="auto">
            {title}
          </h1>
          {lead && <p className={css.lead}>{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}

export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <div>
        <h2 className={css.sectionTitle}>{title}</h2>
        {lead && <p className={css.sectionLead}>{lead}</p>}
      </div>
      {children}
    </section>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch(): unknown;
}

/** The shape of the page while it loads, and the way out when it cannot be had. */
export function Fetched<T>({ query, children }: { query: Asked<T>; children(data: T): ReactNode }) {
  const say = useSay();
  if (query.data !== undefined) return children(query.data);
  if (!query.error) return <Loading />;
  return (
    <div className={css.failed} role="alert">
      <p>{wordProblem(say, query.error)}</p>
      <Button variant="default" onClick={() => void query.refetch()}>
        {say("manage.try_again")}
      </Button>
    </div>
  );
}

export function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className={css.empty}>
      <p className={css.emptyTitle}>{title}</p>
      <p>{text}</p>
      {children}
    </div>
  );
}
