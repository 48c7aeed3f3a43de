const place = "genkan.email";

/** Keeps the address and nothing else; where storage is blocked nothing is remembered. */
export function rememberEmail(email: string): void {
  attempt(() => localStorage.setItem(place, email));
}

export function forgetEmail(): void {
  attempt(() => localStorage.removeItem(place));
}

export function rememberedEmail(): string {
  return attempt(() => localStorage.getItem(place)) ?? "";
}

function attempt<T>(deed: () => T): T | undefined {
  try {
    return deed();
  } catch {
    return undefined;
  }
}
