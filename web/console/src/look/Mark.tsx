/** The entrance: lintel, posts, and the cloth that hangs in it. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" fill="none" strokeLinecap="round">
      <path d="M5 9h22M9 9v17M23 9v17M6 26h6M20 26h6" stroke="currentColor" strokeWidth="2.6" />
      <path d="M13.3 9v5.5M18.7 9v5.5" stroke="var(--vermilion)" strokeWidth="2.2" />
    </svg>
  );
}
