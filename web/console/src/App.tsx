import { ApiError } from "@genkan/client/http";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Router } from "wouter";
import { theme, variables } from "./look/theme";
import { guardDoors, leave } from "./manage/form/unsaved";
import { PopupsProvider } from "./popups/Popups";
import { Gate } from "./session/Gate";
import { WordsProvider } from "./words/Words";

// The server puts this request's nonce into index.html; Mantine's own style element is allowed by it alone.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;

guardDoors();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays a refusal; only silence is worth asking again.
      retry: (count, problem) => problem instanceof ApiError && problem.passing && count < 3,
      retryDelay: (count, problem) =>
        Math.max(1000 * 2 ** count, (problem instanceof ApiError && problem.retryAfter) || 0),
    },
  },
});

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <WordsProvider>
          <PopupsProvider>
            <Router base="/console" aroundNav={(navigate, to, options) => leave(() => navigate(to, options))}>
              <Gate />
            </Router>
          </PopupsProvider>
        </WordsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
