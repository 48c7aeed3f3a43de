import { languages } from "@genkan/client/languages";
import { Menu, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { IconLanguage } from "../look/icons";
import { Mark } from "../look/Mark";
import { useWords } from "../words/Words";
import css from "./Porch.module.css";

/** The quiet page around everything that happens before one is inside. */
export function Porch({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <main className={css.porch}>
      <div className={css.sheet}>
        <div className={css.brand}>
          <Mark size={26} />
          <span>Genkan</span>
        </div>
        <h1 className={css.title}>{title}</h1>
        {lead && <p className={css.lead}>{lead}</p>}
        {children}
      </div>
      <footer className={css.foot}>
        <PorchLanguage />
      </footer>
    </main>
  );
}

function PorchLanguage() {
  const { say, language, speak } = useWords();
  return (
    <Menu position="top">
      <Menu.Target>
        <UnstyledButton className={css.language}>
          <IconLanguage size={16} />
          <span className="unseen">{say("console.language")}</span>
          {say(`languageName.${language}`)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((one) => (
          <Menu.Item key={one} lang={one} aria-current={one === language} onClick={() => speak(one)}>
            {say(`languageName.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
