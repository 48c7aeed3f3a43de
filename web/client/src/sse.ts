export interface Frame {
  id?: string;
  event: string;
  data: unknown;
}

/** Reads Server-Sent Events out of pieces of text that may be cut anywhere. */
export function createSseParser(onFrame: (frame: Frame) => void): (piece: string) => void {
  let rest = "";
  let id: string | undefined;
  let event = "";
  let data: string[] = [];

  function line(text: string): void {
    if (text === "") {
      if (data.length > 0) emit();
      id = undefined;
      event = "";
      data = [];
      return;
    }
    const colon = text.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(text[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id") id = value;
  }

  function emit(): void {
    let value: unknown;
    try {
      value = JSON.parse(data.join("\n"));
    } catch {
      return; // Not ours.
    }
    onFrame(
      id === undefined ? { event: event || "message", data: value } : { id, event: event || "message", data: value },
    );
  }

  return (piece) => {
    rest += piece;
    for (;;) {
      const end = rest.search(/[\r\n]/);
      // A lone CR at the very end may be the first half of CRLF.
      if (end < 0 || (rest[end] === "\r" && end === rest.length - 1)) return;
      const text = rest.slice(0, end);
      rest = rest.slice(rest[end] === "\r" && rest[end + 1] === "\n" ? end + 2 : end + 1);
      line(text);
    }
  };
}
