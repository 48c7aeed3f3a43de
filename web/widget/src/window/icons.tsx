/** 20 px line icons, drawn here so that nothing is fetched. */
const paths = {
  minimise: "M4.5 15.5h11",
  close: "m5.5 5.5 9 9m0-9-9 9",
  grow: "M11.5 4.5h4v4m-7 7h-4v-4m11-7-4.5 4.5m-2 2-4.5 4.5",
  shrink: "M15.5 8.5h-4v-4m-7 7h4v4m7.5-11.5-4.5 4.5m-3 3L4 16",
  end: "M8 4.5H4.5v11H8m4.5-8.5 3 3-3 3m3-3H8",
  globe: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14m0 0c-4 4.5-4 9.5 0 14 4-4.5 4-9.5 0-14M3.5 10h13",
  send: "M10 16V4.5m-4.5 4.5L10 4.5 14.5 9",
  down: "m5 8 5 5 5-5",
};
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
