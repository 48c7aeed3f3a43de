import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

// Ten steps around the accent of each appearance: 7 carries the light one, 3 the dark one.
const indigo: MantineColorsTuple = [
  "#eef2fb",
  "#dbe3f5",
  "#b9c8ee",
  "#8fa9e6",
  "#6c8ad4",
  "#4f6fbd",
  "#3d5aa3",
  "#2f4b8a",
  "#243c72",
  "#1a2c56",
];
const vermilion: MantineColorsTuple = [
  "#fdf1ee",
  "#fbe0da",
  "#f7bdb0",
  "#f08a76",
  "#e26a53",
  "#d1523b",
  "#c4402b",
  "#b93a26",
  "#962d1d",
  "#6f2115",
];

// Filled parts are light in the dark appearance, so what stands on them changes with it.
const legible: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  if (input.variant === "filled") return { ...usual, color: "var(--on-indigo)" };
  // The usual wash under the pointer leaves indigo words too faint in the dark.
  const words = input.variant === "subtle" && (input.color ?? "indigo") === "indigo";
  return words ? { ...usual, hover: "var(--indigo-wash)" } : usual;
};

// Mantine reads its dark surfaces from here; the tones are those of tokens.css.
const dark: MantineColorsTuple = [
  "#eceae6",
  "#c9cbcc",
  "#a3abb4",
  "#7d858e",
  "#4a5058",
  "#33373d",
  "#181a1d",
  "#1e2125",
  "#16181b",
  "#0f1113",
];

export const theme = createTheme({
  colors: { indigo, vermilion, dark },
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver: legible,
  autoContrast: true,
  luminanceThreshold: 0.38,
  fontFamily: "var(--face)",
  fontFamilyMonospace: "var(--face-mono)",
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: {
    xs: "var(--leading)",
    sm: "var(--leading)",
    md: "var(--leading)",
    lg: "var(--leading)",
    xl: "var(--leading)",
  },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "6px", lg: "12px", xl: "16px" },
  defaultRadius: "sm",
  shadows: { xs: "none", sm: "none", md: "var(--float)", lg: "var(--float)", xl: "var(--float)" },
  headings: {
    fontFamily: "var(--face)",
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "1.3" },
      h2: { fontSize: "16px", lineHeight: "1.4" },
      h3: { fontSize: "14px", lineHeight: "1.45" },
    },
  },
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs" }, styles: { root: { fontWeight: 550 } } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "md" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, fz: 12, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 120 }, position: "bottom-end" } },
    Popover: { defaultProps: { shadow: "md", transitionProps: { duration: 120 } } },
    Modal: {
      defaultProps: { shadow: "md", radius: "lg", transitionProps: { duration: 160 }, centered: true },
      styles: { title: { fontWeight: 600 } },
    },
    InputWrapper: { styles: { label: { marginBottom: 3 }, description: { marginBottom: 5 } } },
    TextInput: { defaultProps: { size: "sm" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", checkIconPosition: "right" } },
    Switch: { defaultProps: { size: "sm" } },
    SegmentedControl: { styles: { root: { background: "var(--sunken)" } } },
    Checkbox: { defaultProps: { size: "sm" } },
  },
});

/** Mantine's own variables point at our tokens, so that its parts and ours cannot drift apart. */
export const variables: CSSVariablesResolver = () => {
  const both = {
    "--mantine-color-body": "var(--sheet)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-dimmed": "var(--ink-soft)",
    "--mantine-color-placeholder": "var(--ink-soft)",
    "--mantine-color-anchor": "var(--indigo)",
    "--mantine-color-error": "var(--vermilion)",
    "--mantine-color-default": "var(--sheet)",
    "--mantine-color-default-hover": "var(--sunken)",
    "--mantine-color-default-color": "var(--ink)",
    "--mantine-color-default-border": "var(--line-strong)",
    "--mantine-color-disabled": "var(--sunken)",
    "--mantine-color-disabled-color": "var(--ink-soft)",
    "--mantine-color-disabled-border": "var(--line)",
    "--mantine-color-indigo-filled": "var(--indigo)",
    "--mantine-color-indigo-filled-hover": "var(--indigo-strong)",
    "--mantine-color-indigo-light": "var(--indigo-wash)",
    "--mantine-color-indigo-light-hover": "var(--indigo-line)",
    "--mantine-color-indigo-light-color": "var(--indigo)",
    "--mantine-color-indigo-outline": "var(--indigo)",
    "--mantine-color-indigo-text": "var(--indigo)",
    "--mantine-color-gray-light-color": "var(--ink-soft)",
    "--mantine-color-gray-light-hover": "var(--sunken)",
    "--mantine-color-gray-text": "var(--ink-soft)",
    "--mantine-primary-color-contrast": "var(--on-indigo)",
  };
  return { variables: {}, light: both, dark: both };
};
