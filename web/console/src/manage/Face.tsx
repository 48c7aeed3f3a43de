import css from "./parts.module.css";

/** A person's picture, or the first letter of the name. */
export function Face({ name, src, size = 32 }: { name: string; src: string | null; size?: number }) {
  const style = { inlineSize: size, blockSize: size, fontSize: size * 0.42 };
  if (src) return <img className={css.face} style={style} src={src} alt="" />;
  const first = [...name.trim()][0] ?? "";
  return (
    <span className={css.face} style={style} aria-hidden="true">
      {first.toLocaleUpperCase(document.documentElement.lang || undefined)}
    </span>
  );
}
