// A beat each second that knows when the computer, or the browser, has been asleep in between.

const BEAT_MS = 1000;
const NAP_MS = 20000;

// onBeat() each second; after a nap onNap() instead, for what was measured meanwhile is not true.
export function pulse(onBeat, onNap = () => {}) {
  let lastMs = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const napped = now - lastMs > NAP_MS;
    lastMs = now;
    if (napped) onNap();
    else onBeat();
  }, BEAT_MS);
  return () => clearInterval(timer);
}
