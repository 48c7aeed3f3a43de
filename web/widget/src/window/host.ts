import { type Keep, memoryStorage } from "@genkan/client/outbox";
import type { Mode, ToLoader, ToWindow } from "../loader/protocol.ts";

type Init = Extract<ToWindow, { g: "init" }>;

/** The page around us, when we are the window of a widget; absent on the plain chat page. */
export interface Host {
  tell(message: ToLoader): void;
  init: Promise<Init | undefined>;
}

/** An origin that lies here harms only itself: it would not get our messages. */
export function findHost(
  onMode: (mode: Mode, phone: boolean, focus: boolean) => void,
  onLanguage: (tag: string) => void,
): Host | undefined {
  if (window.parent === window || !location.hash) return undefined;
  const origin = decodeURIComponent(location.hash.slice(1));
  const tell = (message: ToLoader) => {
    try {
      window.parent.postMessage(message, origin);
    } catch {
      // Not an origin: nobody to tell.
    }
  };
  const init = new Promise<Init | undefined>((resolve) => {
    addEventListener("message", (event: MessageEvent<ToWindow>) => {
      if (event.source !== window.parent || event.origin !== origin) return;
      const data = event.data;
      if (data.g === "init") resolve(data);
      else if (data.g === "mode") onMode(data.mode, data.phone, data.focus);
      else if (data.g === "language") onLanguage(data.language);
    });
    setTimeout(resolve, 2_000, undefined);
  });
  tell({ g: "ready" });
  return { tell, init };
}

/** Our own storage; where the browser blocks that, the host page keeps things for us; else they live as long as the page. */
export function findStorage(host: Host | undefined, kept: string | null | undefined): Keep {
  try {
    localStorage.setItem("genkan.try", "1");
    localStorage.removeItem("genkan.try");
    return localStorage;
  } catch {
    const memory = memoryStorage();
    try {
      for (const [key, value] of Object.entries(JSON.parse(kept || "{}") as Record<string, string>))
        memory.setItem(key, value);
    } catch {
      // Not what we gave.
    }
    const save = () => {
      const all: Record<string, string> = {};
      for (let index = 0; index < memory.length; index++) {
        const key = memory.key(index)!;
        all[key] = memory.getItem(key)!;
      }
      host?.tell({ g: "keep", value: memory.length ? JSON.stringify(all) : null });
    };
    return {
      get length() {
        return memory.length;
      },
      key: (index) => memory.key(index),
      getItem: (key) => memory.getItem(key),
      setItem(key, value) {
        memory.setItem(key, value);
        save();
      },
      removeItem(key) {
        memory.removeItem(key);
        save();
      },
    };
  }
}
