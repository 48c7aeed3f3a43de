import { useEffect, useState } from "react";

/** The value once it has stood still for a moment, so that not every key asks the server. */
export function useLater<T>(value: T, milliseconds = 200): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return later;
}
