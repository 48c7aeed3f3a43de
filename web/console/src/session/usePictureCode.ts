import { useCallback, useEffect, useState } from "react";
import { wordFields } from "../words/problems";
import { api } from "./api";

interface Given {
  challenge: string;
  picture: string;
  sound: string;
  expiresAt: number;
}

/** A code to be read or heard. Each answer uses it up: after a refusal, and before it runs out, there is a fresh one. */
export function usePictureCode() {
  const [given, setGiven] = useState<Given | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [code, setCode] = useState("");

  const renew = useCallback(async () => {
    setCode("");
    // The one used up goes at once: whoever types quickly would type its digits once more.
    setGiven(null);
    setProblem(null);
    try {
      setGiven(await api<Given>("POST", "/api/picturecodes"));
    } catch (refused) {
      setProblem(refused);
    }
  }, []);
  useEffect(() => void renew(), [renew]);

  useEffect(() => {
    if (!given) return;
    const timer = setTimeout(() => void renew(), Math.max(10_000, given.expiresAt - Date.now() - 30_000));
    return () => clearTimeout(timer);
  }, [given, renew]);

  /** An answer uses the picture up; where only other fields were wrong nobody looked at it, and what was typed stays. */
  const renewAfter = (refused: unknown): undefined => {
    const wrong = wordFields(refused);
    if (wrong.code || Object.keys(wrong).length === 0) void renew();
  };

  return { given, problem, code, setCode, renew, renewAfter, fields: { challenge: given?.challenge ?? "", code } };
}

export type PictureCodeState = ReturnType<typeof usePictureCode>;
