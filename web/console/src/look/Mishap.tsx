import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useSay } from "../words/Words";
import css from "./Mishap.module.css";

/** A mistake of ours in one area must not take the others, nor the words being written, with it. */
export class Mishap extends Component<{ children: ReactNode }, { happened: boolean }> {
  override state = { happened: false };

  static getDerivedStateFromError(): { happened: boolean } {
    return { happened: true };
  }

  override render(): ReactNode {
    return this.state.happened ? <Sorry onAgain={() => this.setState({ happened: false })} /> : this.props.children;
  }
}

function Sorry({ onAgain }: { onAgain(): void }) {
  const say = useSay();
  return (
    <div className={css.sorry} role="alert">
      <h1>{say("console.mishap_title")}</h1>
      <p>{say("console.mishap_text")}</p>
      <div className={css.actions}>
        <Button size="sm" onClick={onAgain}>
          {say("console.try_again")}
        </Button>
        <Button size="sm" variant="default" onClick={() => location.reload()}>
          {say("console.reload")}
        </Button>
      </div>
    </div>
  );
}
