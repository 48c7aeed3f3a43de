import type { Permission } from "@genkan/client/types";
import type { ComponentType, LazyExoticComponent } from "react";

/**
 * The side menu of the management centre and its routes are read from here. A section appears for those who hold its
 * permission and has nothing behind it that is not finished.
 */
export interface Section {
  /** `/console/manage/<path>`; deeper routes (`people/:id`) are the page's own. */
  path: string;
  /** Text key of the name; also what the palette searches. */
  name: string;
  /** Text key of the heading it stands under. */
  group: string;
  permission: Permission | null;
  page: LazyExoticComponent<ComponentType>;
}

export const sections: readonly Section[] = [];
