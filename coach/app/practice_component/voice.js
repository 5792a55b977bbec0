// Spoken cues and sounds, when they are wanted; every spoken word is also on the screen.

const REPEAT_MS = 7000;
const KEY = "coach-feedback";

export class Voice {
  constructor(language) {
    this.language = language;
    this.mode = read() ?? "off";
    this.lastText = "";
    this.lastMs = -Infinity;
    this.audio = null;
  }

  static get canSpeak() {
    return "speechSynthesis" in window;
  }

  choose(mode) {
    this.mode = mode;
    try { localStorage.setItem(KEY, mode); } catch { /* private windows forget */ }
    if (mode === "tones") this.wake();
    if (mode !== "voice" && Voice.canSpeak) speechSynthesis.cancel();
  }

  // Sounds may begin only after a click: call this from one.
  wake() {
    const Context = window.AudioContext ?? window.webkitAudioContext;
    if (!this.audio && Context) this.audio = new Context();
    this.audio?.resume();
  }

  say(text, { urgent = false } = {}) {
    const now = performance.now();
    if (this.mode !== "voice" || !text || !Voice.canSpeak) return;
    if (text === this.lastText && now - this.lastMs < REPEAT_MS) return;
    if (speechSynthesis.speaking && !urgent) return;
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = this.language === "ru" ? "ru-RU" : "en-GB";
    words.rate = 0.95;
    speechSynthesis.speak(words);
    [this.lastText, this.lastMs] = [text, now];
  }

  // Two notes up for a repetition that counts, one low note for one that doesn't.
  tone(right) {
    if (this.mode !== "tones" || !this.audio) return;
    const notes = right ? [523.25, 783.99] : [196];
    notes.forEach((pitch, index) => this.note(pitch, this.audio.currentTime + index * 0.13));
  }

  note(pitch, at) {
    const source = this.audio.createOscillator();
    const level = this.audio.createGain();
    source.frequency.value = pitch;
    level.gain.setValueAtTime(0.0001, at);
    level.gain.exponentialRampToValueAtTime(0.18, at + 0.02);
    level.gain.exponentialRampToValueAtTime(0.0001, at + 0.4);
    source.connect(level).connect(this.audio.destination);
    source.start(at);
    source.stop(at + 0.45);
  }

  hush() {
    if (Voice.canSpeak) speechSynthesis.cancel();
  }
}

function read() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}
