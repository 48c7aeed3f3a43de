import { useLocalStorage } from "@mantine/hooks";

/** The assistance panel is open or folded, as it was left. */
export const usePanel = () =>
  useLocalStorage({ key: "genkan.panel", defaultValue: innerWidth >= 1280, getInitialValueInEffect: false });
