import { Fetched } from "../Page";
import css from "../parts.module.css";
import { MySessions } from "./MySessions";
import { Passkeys } from "./Passkeys";
import { Password } from "./Password";
import { ProofProvider } from "./Proof";
import { SecondFactor } from "./SecondFactor";
import { useSecurity } from "./securityQueries";

/** How one signs in, and where one is signed in now. */
export function SecurityPage() {
  const query = useSecurity();
  return (
    <Fetched query={query}>
      {(security) => (
        <ProofProvider passkey={security.passkeys.length > 0}>
          <div className={css.stack}>
            <Password />
            <SecondFactor factor={security.secondFactor} />
            <Passkeys passkeys={security.passkeys} />
            <MySessions sessions={security.sessions} devices={security.devices} />
          </div>
        </ProofProvider>
      )}
    </Fetched>
  );
}
