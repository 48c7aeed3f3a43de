import { createApi } from "@genkan/client/http";

/** The one road to the server; problem documents come in the language on screen. */
export const api = createApi({ language: () => document.documentElement.lang });
