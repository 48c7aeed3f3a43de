import { ApiError } from "@genkan/client/http";
import { Button, Modal, PasswordInput } from "@mantine/core";
import { createContext, type FormEvent, type ReactNode, use, useCallback, useMemo, useRef, useState } from "react";
import { IconKey } from "../../look/icons";
import { api } from "../../session/api";
import { hasPasskeys, showPasskey } from "../../session/passkeys";
import { Refused } from "../../session/Refused";
import { codeOf, wordFields, wordProblem } from "../../words/problems";
import { useSay } from "../../words/Words";
import css from "../parts.module.css";

type Prove = <T>(deed: () => Promise<T>) => Promise<T | undefined>;

const Proving = createContext<Prove | null>(null);

/**
 * Does something that wants the password or a passkey again: the server says so, the question is asked, and it is done.
 * Undefined where the person thought better of it.
 */
export function useProof(): Prove {
  const prove = use(Proving);
  if (!prove) throw new Error("useProof needs ProofProvider");
  return prove;
}

interface Props {
  /** Whether there is a passkey to show. */
  passkey: boolean;
  children: ReactNode;
}

export function ProofProvider({ passkey, children }: Props) {
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const answer = useRef<(proved: boolean) => void>(() => undefined);

  const prove = useCallback<Prove>(async (deed) => {
    try {
      return await deed();
    } catch (problem) {
      if (codeOf(problem) !== "proof_needed") throw problem;
    }
    const proved = await new Promise<boolean>((resolve) => {
      answer.current = resolve;
      setAsking(true);
    });
    return proved ? deed() : undefined;
  }, []);

  function close(proved: boolean) {
    setAsking(false);
    answer.current(proved);
  }

  return (
    <Proving value={useMemo(() => prove, [prove])}>
      {children}
      <Modal
        opened={asking}
        onClose={() => close(false)}
        title={say("manage.proof_title")}
        closeButtonProps={{ "aria-label": say("console.close") }}
      >
        <ProofForm passkey={passkey && hasPasskeys()} onProved={() => close(true)} onNo={() => close(false)} />
      </Modal>
    </Proving>
  );
}

interface FormProps {
  passkey: boolean;
  onProved(): void;
  onNo(): void;
}

function ProofForm({ passkey, onProved, onNo }: FormProps) {
  const say = useSay();
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const wrong = wordFields(problem).password;

  async function send(fetchBody: () => Promise<unknown>) {
    setBusy(true);
    setProblem(null);
    try {
      const body = await fetchBody();
      if (body) {
        await api("POST", "/api/me/proof", { body });
        onProved();
      }
    } catch (refused) {
      setProblem(refused instanceof ApiError ? refused : refusedPasskey);
    } finally {
      setBusy(false);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void send(async () => ({ password }));
  }

  return (
    <form className={css.ask} onSubmit={submit}>
      <p className={css.soft}>{say("manage.proof_lead")}</p>
      <PasswordInput
        label={say("console.password")}
        autoComplete="current-password"
        data-autofocus
        value={password}
        error={wrong}
        visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Refused words={problem && !wrong ? wordProblem(say, problem) : null} />
      <div className={css.askButtons}>
        <Button variant="default" onClick={onNo}>
          {say("manage.cancel")}
        </Button>
        {passkey && (
          <Button
            variant="default"
            leftSection={<IconKey size={16} aria-hidden="true" />}
            onClick={() => void send(() => showPasskey("/api/me/proof/options"))}
          >
            {say("manage.proof_passkey")}
          </Button>
        )}
        <Button type="submit" loading={busy} disabled={!password}>
          {say("console.go_on")}
        </Button>
      </div>
    </form>
  );
}

const refusedPasskey = new ApiError({ type: "about:blank", title: "", status: 403, code: "passkey_refused" });
