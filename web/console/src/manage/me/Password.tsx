import { Button, PasswordInput } from "@mantine/core";
import { api } from "../../session/api";
import { useMe } from "../../session/SessionProvider";
import { useSay } from "../../words/Words";
import { passwordLength } from "../agents/agentForm";
import { useForm } from "../form/useForm";
import { Section } from "../Page";
import css from "../parts.module.css";
import { checkPassword, type PasswordFields } from "./password";
import { useLookAgain } from "./securityQueries";

const noPassword: PasswordFields = { current: "", password: "" };

export function Password() {
  const say = useSay();
  const lookAgain = useLookAgain();
  const form = useForm<PasswordFields>({
    value: noPassword,
    check: checkPassword,
    limits: { min: passwordLength },
    notice: say("manage.password_changed"),
    async save(_changed, draft) {
      await api("PUT", "/api/me/password", { body: draft });
      await lookAgain();
      return noPassword;
    },
  });
  // Password managers look for the name beside the password.
  const { agent } = useMe().session;
  return (
    <form
      ref={form.element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Section title={say("manage.password_change")}>
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={agent.email ?? agent.userName}
          readOnly
          hidden
        />
        <div className={css.pair}>
          <PasswordInput
            label={say("manage.password_current")}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
            {...form.text("current")}
          />
          <PasswordInput
            label={say("manage.new_password")}
            description={say("manage.password_means", { min: passwordLength })}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": say("console.show_password") }}
            {...form.text("password")}
          />
        </div>
        <div className={css.row}>
          <Button type="submit" loading={form.saving} disabled={!form.changed}>
            {say("manage.password_change")}
          </Button>
          <span role="alert" className={css.wrong}>
            {form.refusal}
          </span>
        </div>
      </Section>
    </form>
  );
}
