import type { Session } from "@genkan/client/types";
import { lazy, Suspense, useEffect, useState } from "react";
import { Loading } from "../look/Loading";
import { type Owed, type Remembered, whoIsRemembered } from "./entry";
import { SignIn } from "./SignIn";

const SecondStep = lazy(() => import("./SecondStep"));
const WelcomeBack = lazy(() => import("./WelcomeBack"));

/** The ways in: as whom this browser remembers, by the form, and the second step after either. */
export function SignInDoor({ onSignedIn }: { onSignedIn(session: Session): void }) {
  const [remembered, setRemembered] = useState<Remembered | null | undefined>(undefined);
  const [owed, setOwed] = useState<Owed | null>(null);

  useEffect(() => {
    let here = true;
    void whoIsRemembered().then((person) => here && setRemembered(person));
    return () => {
      here = false;
    };
  }, []);

  if (remembered === undefined) return <Loading />;
  return (
    <Suspense fallback={<Loading />}>
      {owed ? (
        <SecondStep owed={owed} onSignedIn={onSignedIn} onBack={() => setOwed(null)} />
      ) : remembered ? (
        <WelcomeBack
          person={remembered}
          onSignedIn={onSignedIn}
          onOwed={setOwed}
          onAnother={() => setRemembered(null)}
        />
      ) : (
        <SignIn onSignedIn={onSignedIn} onOwed={setOwed} />
      )}
    </Suspense>
  );
}
