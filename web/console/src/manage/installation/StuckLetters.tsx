import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../session/api";
import { wordProblem } from "../../words/problems";
import { useWords } from "../../words/Words";
import { Fetched, Section } from "../Page";
import css from "../parts.module.css";
import look from "./installation.module.css";
import { fetchLetters, lettersKey, type StuckLetter } from "./installationQueries";

/** Letters that have not got there, with a way to try again or to give up. */
export function StuckLetters() {
  const { say } = useWords();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: lettersKey,
    queryFn: ({ signal }) => fetchLetters(signal),
    refetchInterval: 15_000,
  });
  const [problem, setProblem] = useState<unknown>(null);

  async function deed(method: "POST" | "DELETE", path: string) {
    setProblem(null);
    try {
      await api(method, path);
    } catch (refused) {
      setProblem(refused);
    }
    await queries.invalidateQueries({ queryKey: lettersKey });
  }

  return (
    <Section title={say("manage.letters")} lead={say("manage.letters_lead")}>
      <Fetched query={query}>
        {(letters) =>
          letters.length === 0 ? (
            <p className={css.soft}>{say("manage.letters_none")}</p>
          ) : (
            <ul className={css.lines}>
              {letters.map((letter) => (
                <LetterLine
                  key={letter.id}
                  letter={letter}
                  onAgain={() => deed("POST", `/api/mail/letters/${letter.id}/again`)}
                  onForget={() => deed("DELETE", `/api/mail/letters/${letter.id}`)}
                />
              ))}
            </ul>
          )
        }
      </Fetched>
      <span role="alert" className={css.wrong}>
        {problem ? wordProblem(say, problem) : null}
      </span>
    </Section>
  );
}

interface LineProps {
  letter: StuckLetter;
  onAgain(): Promise<void>;
  onForget(): Promise<void>;
}

function LetterLine({ letter, onAgain, onForget }: LineProps) {
  const { say, language } = useWords();
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <li>
      <div className={look.words}>
        <span className={css.any} translate="no">
          {letter.to}
        </span>
        <span className={css.note}>
          {say(`manage.letter_${letter.kind}`)} · {when.format(letter.createdAt)}
        </span>
        <span className={letter.state === "failed" ? css.wrong : css.note}>
          {say(`manage.letter_${letter.state}`, { count: letter.attempts })}
          {letter.why && ` ${say(`manage.mail_why_${letter.why}`)}`}
        </span>
        {letter.reply && (
          <code className={css.any} translate="no">
            {letter.reply}
          </code>
        )}
      </div>
      {letter.state === "failed" && (
        <Button variant="default" size="compact-sm" onClick={() => void onAgain()}>
          {say("manage.try_again")}
        </Button>
      )}
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => void onForget()}>
        {say("manage.letter_forget")}
      </Button>
    </li>
  );
}
