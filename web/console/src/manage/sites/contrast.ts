/** WCAG 2.2: contrast of two colours given as #rrggbb, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

export const isColor = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

const onDark = "#ffffff";
const onLight = "#14171b";

/** The colour of words on this ground, as the chat window chooses it, and how well they can be read. */
export function wordsOn(ground: string): { color: string; ratio: number; readable: boolean } {
  const white = contrast(ground, onDark);
  const ink = contrast(ground, onLight);
  const [color, ratio] = white >= ink ? [onDark, white] : [onLight, ink];
  return { color, ratio, readable: ratio >= 4.5 };
}

/** The nearest darker colour on which white words are readable. */
export function readableNear(ground: string): string {
  for (let keep = 100; keep > 0; keep--) {
    const darker = `#${channels(ground)
      .map((value) => hex((value * keep) / 100))
      .join("")}`;
    if (contrast(darker, onDark) >= 4.5) return darker;
  }
  return "#000000";
}

function luminance(color: string): number {
  const [r, g, b] = channels(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
const hex = (value: number): string => Math.round(value).toString(16).padStart(2, "0");
