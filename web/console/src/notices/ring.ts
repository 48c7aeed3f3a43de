export type Sound = "waiting" | "message";

/** Two soft strokes for somebody at the door, one for words. Hertz, start and length in seconds. */
const strokes: Record<Sound, readonly (readonly [pitch: number, at: number, length: number])[]> = {
  waiting: [
    [659.25, 0, 0.5],
    [880, 0.16, 0.7],
  ],
  message: [[783.99, 0, 0.4]],
};

/** Tabs that hear the same event within this time must not ring again. */
const claimFor = 5000;
let context: AudioContext | undefined;

/** Rings once per event, however many tabs heard it. */
export function ring(sound: Sound, event: string): void {
  // Browsers keep sound back until the page was touched once; kept-back strokes would all come at once later.
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
  const name = `genkan.ring.${event}`;
  if (!navigator.locks) {
    if (document.hasFocus()) play(sound);
    return;
  }
  void navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    play(sound);
    await new Promise((resolve) => setTimeout(resolve, claimFor));
  });
}

function play(sound: Sound): void {
  try {
    context ??= new AudioContext();
    void context.resume();
    for (const stroke of strokes[sound]) strike(context, ...stroke);
  } catch {
    // No sound device; the popup says it too.
  }
}

/** A struck bell: a quick rise, a long fall, and a faint octave above. */
function strike(on: AudioContext, pitch: number, at: number, length: number): void {
  const start = on.currentTime + at;
  for (const [factor, loudness] of [
    [1, 0.14],
    [2, 0.03],
  ] as const) {
    const tone = on.createOscillator();
    const volume = on.createGain();
    tone.frequency.value = pitch * factor;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(loudness, start + 0.012);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
    tone.connect(volume).connect(on.destination);
    tone.start(start);
    tone.stop(start + length);
  }
}
