import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { type DeskState, mineOf, waitingOf } from "../conversations/deskState";
import { IconHistory, IconInbox, IconMonitor, IconSettings, IconTalks, IconUser } from "../look/icons";
import { sections } from "../manage/sections";
import type { Right } from "../session/SessionProvider";

/** A tab of the band and the page behind it. */
export interface Area {
  path: string;
  name: string;
  icon: typeof IconTalks;
  /** Holding any of these opens the door; null opens it to everybody. */
  needs: readonly Right[] | null;
  page: LazyExoticComponent<ComponentType>;
  count?: (state: DeskState) => { shown: number; urgent: boolean };
  /** Stands with the functions at the right instead of among the tabs. */
  aside?: true;
  /** Reached from the person's own menu and the palette; has no tab. */
  own?: true;
}

export const areas: readonly Area[] = [
  {
    path: "conversations",
    name: "console.conversations",
    icon: IconTalks,
    needs: ["conversations.chat"],
    page: lazy(() => import("../conversations/Conversations")),
    count: (state) => {
      const waiting = waitingOf(state).length;
      return waiting > 0 ? { shown: waiting, urgent: true } : { shown: mineOf(state).length, urgent: false };
    },
  },
  {
    path: "messages",
    name: "console.messages",
    icon: IconInbox,
    needs: ["leftMessages.read"],
    page: lazy(() => import("../leftmessages/LeftMessages")),
    count: (state) => ({ shown: state.leftMessagesOpen, urgent: false }),
  },
  {
    path: "history",
    name: "console.history",
    icon: IconHistory,
    needs: ["conversations.chat", "conversations.all"],
    page: lazy(() => import("../history/History")),
  },
  {
    path: "monitor",
    name: "console.monitor",
    icon: IconMonitor,
    needs: ["conversations.all"],
    page: lazy(() => import("../monitor/Monitor")),
  },
  {
    path: "manage",
    name: "console.manage",
    icon: IconSettings,
    needs: sections.map(({ needs }) => needs),
    page: lazy(() => import("../manage/Manage")),
    aside: true,
  },
  {
    path: "me",
    name: "console.me",
    icon: IconUser,
    needs: null,
    page: lazy(() => import("../manage/me/MePage")),
    own: true,
  },
];

export const openAreas = (can: (right: Right) => boolean): Area[] =>
  areas.filter(({ needs }) => needs === null || needs.some(can));
