import { languages } from "@genkan/client/languages";
import type { Language, Texts } from "@genkan/client/types";
import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { useId } from "react";
import { useSay } from "../../words/Words";
import css from "../parts.module.css";
import { withText } from "./siteForm";
import look from "./sites.module.css";
import { useSiteWords } from "./siteWords";

interface Props {
  label: string;
  /** Key of the product's own words, shown where none are written. */
  standard: string;
  texts: Texts;
  language: Language;
  onLanguage(language: Language): void;
  onChange(texts: Texts): void;
  error?: string | undefined;
  maxLength: number;
}

/** One text in five languages; an empty one stands for the product's own words. */
export function TextsField({ label, standard, texts, language, onLanguage, onChange, error, maxLength }: Props) {
  const say = useSay();
  const id = useId();
  const words = useSiteWords(language);
  const own = texts[language] !== undefined;

  return (
    <div className={look.texts}>
      <div className={look.textsHead}>
        <label className={css.label} htmlFor={id}>
          {label}
        </label>
        <SegmentedControl
          size="xs"
          aria-label={say("manage.language_of", { what: label })}
          value={language}
          onChange={(value) => onLanguage(value as Language)}
          data={languages.map((one) => ({
            value: one,
            label: (
              <span className={look.languageTab} data-own={texts[one] !== undefined || undefined} lang={one}>
                {say(`languageName.${one}`)}
                {texts[one] !== undefined && <span className="unseen">{say("manage.own_words")}</span>}
              </span>
            ),
          }))}
        />
      </div>
      <Textarea
        id={id}
        lang={language}
        dir="auto"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={maxLength}
        placeholder={words?.(standard) ?? ""}
        value={texts[language] ?? ""}
        error={error}
        onChange={(event) => onChange(withText(texts, language, event.currentTarget.value))}
      />
      <div className={css.row}>
        <span className={css.note}>{say(own ? "manage.own_words_used" : "manage.standard_words_used")}</span>
        {!own && words && (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => onChange({ ...texts, [language]: words(standard) })}
          >
            {say("manage.change_standard_words")}
          </Button>
        )}
        {own && (
          <Button variant="subtle" size="compact-xs" onClick={() => onChange(withText(texts, language, ""))}>
            {say("manage.use_standard_words")}
          </Button>
        )}
      </div>
    </div>
  );
}
