type Rgb = [number, number, number];

const read = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const write = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG's contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(read(one)), luminance(read(other))].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The ink to write with on a ground that an admin chose. */
export function inkOn(ground: string): string {
  return contrast(ground, "#ffffff") >= contrast(ground, "#14171b") ? "#ffffff" : "#14171b";
}

/** The colour itself, or as much nearer to black or white as it takes to be read on the ground (4.5 : 1). */
export function readableOn(color: string, ground: string): string {
  const target = luminance(read(ground)) > 0.18 ? 0 : 255;
  let rgb = read(color);
  while (contrast(write(rgb), ground) < 4.5 && rgb.some((part) => Math.round(part) !== target))
    rgb = rgb.map((part) => part + (target - part) * 0.08 + Math.sign(target - part) * 0.5) as Rgb;
  return write(rgb);
}
