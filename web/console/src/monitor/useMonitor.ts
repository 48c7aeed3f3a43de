import type { Monitor } from "@genkan/client/types";
import { useEffect, useState } from "react";
import { useDesk } from "../conversations/DeskProvider";
import { api } from "../session/api";
import { type MonitorView, MonitorWatch } from "./MonitorWatch";

export function useMonitor(): MonitorView & { again(): void } {
  const desk = useDesk();
  const [watch, setWatch] = useState<MonitorWatch | null>(null);
  const [view, setView] = useState<MonitorView>({ state: null, problem: null });
  useEffect(() => {
    const made = new MonitorWatch({ look: () => api<Monitor>("GET", "/api/monitor"), onChange: setView });
    setWatch(made);
    // Listens first: what comes while the look is on its way is applied to it.
    const leave = desk.onMonitor((news) => made.hear(news));
    void made.look();
    return () => {
      leave();
      made.close();
    };
  }, [desk]);
  return { ...view, again: () => void watch?.look() };
}
