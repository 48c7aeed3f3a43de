import { api } from "./api";

/** What the server asks of the browser, and the note to bring back with the answer. */
export interface PasskeyQuestion {
  options: Record<string, unknown>;
  ticket: string;
}

export interface PasskeyAnswer {
  ticket: string;
  credential: unknown;
}

/** Browsers have passkeys on https and on localhost only. */
export const hasPasskeys = (): boolean => typeof PublicKeyCredential === "function";

/** Shows the browser's own dialog; null where the person closed it. */
export async function showPasskey(path: string): Promise<PasskeyAnswer | null> {
  const { options, ticket } = await api<PasskeyQuestion>("POST", path);
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: described(options, "allow") };
  const credential = await asked(() => navigator.credentials.get({ publicKey } as CredentialRequestOptions));
  return credential && { ticket, credential: written(credential) };
}

/** Makes a new one on this device, or on the telephone beside it; null where the person closed the dialog. */
export async function makePasskey(path: string): Promise<PasskeyAnswer | null> {
  const { options, ticket } = await api<PasskeyQuestion>("POST", path);
  const user = options.user as { id: string };
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: described(options, "exclude"),
  };
  const credential = await asked(() =>
    navigator.credentials.create({ publicKey } as unknown as CredentialCreationOptions),
  );
  return credential && { ticket, credential: written(credential) };
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await ask()) as PublicKeyCredential | null;
  } catch (refused) {
    // Closed by hand, or nothing was done in time. The browser tells no more, on purpose.
    if (refused instanceof DOMException && ["NotAllowedError", "AbortError"].includes(refused.name)) return null;
    throw refused;
  }
}

function described(options: Record<string, unknown>, which: "allow" | "exclude"): unknown[] {
  const list = (options[`${which}Credentials`] ?? []) as { id: string }[];
  return list.map((one) => ({ ...one, id: bytes(one.id) }));
}

/** As WebAuthn's own JSON form, which not every browser in use can write itself. */
function written(credential: PublicKeyCredential): unknown {
  const { response } = credential;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      ...(response instanceof AuthenticatorAttestationResponse
        ? { attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] }
        : assertion(response as AuthenticatorAssertionResponse)),
    },
  };
}

const assertion = ({ authenticatorData, signature, userHandle }: AuthenticatorAssertionResponse) => ({
  authenticatorData: text(authenticatorData),
  signature: text(signature),
  userHandle: userHandle && text(userHandle),
});

const bytes = (base64url: unknown): Uint8Array =>
  Uint8Array.from(atob(String(base64url).replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
