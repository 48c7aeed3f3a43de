import { ApiError } from "@genkan/client/http";
import type { Session } from "@genkan/client/types";
import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { IconKey } from "../look/icons";
import { wordProblem } from "../words/problems";
import { useSay } from "../words/Words";
import { api } from "./api";
import type { Wish } from "./entry";
import porch from "./Porch.module.css";
import { hasPasskeys, type PasskeyAnswer, showPasskey } from "./passkeys";
import { Refused } from "./Refused";

/** Signs in with a passkey: no name, no password. Nothing is shown where the browser has none. */
export function PasskeyButton({ wish, onSignedIn }: { wish: Wish; onSignedIn(session: Session): void }) {
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [choice, setChoice] = useState<{ answer: PasskeyAnswer; organisations: { slug: string; name: string }[] }>();
  if (!hasPasskeys()) return null;

  async function show() {
    setBusy(true);
    setRefusal(null);
    try {
      const answer = await showPasskey("/api/session/passkey/options");
      if (answer) await enter(answer, wish.organisation);
    } catch (problem) {
      setRefusal(problem instanceof ApiError ? wordProblem(say, problem) : say("problem.passkey_refused"));
    } finally {
      setBusy(false);
    }
  }

  async function enter(answer: PasskeyAnswer, organisation: string | undefined) {
    try {
      const body = { ...wish, ...answer, ...(organisation && { organisation }) };
      onSignedIn(await api<Session>("POST", "/api/session/passkey", { body }));
    } catch (problem) {
      const several = problem instanceof ApiError && problem.problem.code === "choose_organisation";
      if (!several) throw problem;
      const { organisations } = problem.problem as unknown as { organisations: { slug: string; name: string }[] };
      setChoice({ answer, organisations });
    }
  }

  return (
    <div className={porch.other}>
      <Button
        type="button"
        size="sm"
        variant="default"
        leftSection={<IconKey size={16} aria-hidden="true" />}
        loading={busy}
        onClick={() => void show()}
      >
        {say("console.sign_in_passkey")}
      </Button>
      {choice && (
        <Select
          label={say("console.organisation")}
          placeholder={say("problem.choose_organisation")}
          data={choice.organisations.map(({ slug, name }) => ({ value: slug, label: name }))}
          onChange={(slug) => {
            if (slug) void enter(choice.answer, slug).catch((problem) => setRefusal(wordProblem(say, problem)));
          }}
        />
      )}
      <Refused words={refusal} />
    </div>
  );
}
