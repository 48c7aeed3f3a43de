import { Modal } from "@mantine/core";
import { useSay } from "../words/Words";
import css from "./Keys.module.css";

const keys: readonly [keys: readonly string[], words: string][] = [
  [["Ctrl", "K"], "console.key_palette"],
  [["↑", "↓"], "console.key_list"],
  [["J", "K"], "console.key_next"],
  [["Alt", "1…9"], "console.key_number"],
  [["Alt", "A"], "console.key_accept"],
  [["Enter"], "console.key_send"],
  [["Shift", "Enter"], "console.key_newline"],
  [["Esc"], "console.key_escape"],
  [["?"], "console.key_help"],
];

export function Keys({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const say = useSay();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say("console.keys")}
      closeButtonProps={{ "aria-label": say("console.close") }}
    >
      <dl className={css.keys}>
        {keys.map(([pressed, words]) => (
          <div key={words} className={css.row}>
            <dt>{say(words)}</dt>
            <dd>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
