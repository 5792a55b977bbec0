// One practice in the browser: which state it is in, and what leads from one to the next.

import { Board } from "./board.js";
import { Camera, CameraTrouble } from "./camera.js";
import { Link } from "./link.js";
import { Painter } from "./paint.js";
import { pulse } from "./pulse.js";
import { Steps, clock } from "./steps.js";
import { Voice } from "./voice.js";

const RETRIES_MS = [500, 1500, 3000, 5000];
const SLOW_FPS = 10;
const SLOW_AFTER_S = 4;
const CUE_MS = 6000;
const PATIENCE_MS = 30_000; // A reminder that was held back for so long comes before the next cue.
const SEEN = ["framing", "practice", "away", "resting"]; // States in which pictures are looked at.
const WRONG = new Set(["reversed", "off_path", "too_short", "no_go"]);
const KEPT_MEASURES = 3000;
const READ_MS = 4000;
export const MEASURE = "coach:landmarks";

export class Practice {
  constructor(root, component) {
    this.root = root;
    this.parts = { root };
    for (const part of root.querySelectorAll("[data-part]")) this.parts[part.dataset.part] = part;
    this.component = component;
    this.data = component.data;
    this.words = { ...this.data.words, number_locale: this.data.language };
    const { technique, marks } = this.data;
    this.token = this.data.token;
    this.counts = this.data.counts;
    this.rows = [...this.data.rows];
    this.retries = 0;
    this.paused = false;
    this.finished = false;
    this.began = this.rows.length > 0;
    this.voice = new Voice(this.data.language);
    if (this.data.steps) this.parts.steps.hidden = false;
    this.board = new Board(this.parts, { words: this.words, technique, marks });
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.painter = new Painter(this.parts.canvas, this.parts.video, { marks, technique, still: this.still });
    this.painter.onPainted = (drawing) => this.measure(drawing);
    this.camera = new Camera(this.parts.video, {
      wants: () => !this.paused && Boolean(this.link?.wants()),
      onPicture: (blob, takenMs) => this.link?.send(blob, takenMs),
      onTrouble: (kind) => this.trouble(kind),
    });
    root.dataset.view = technique.view;
    root.dataset.frame = technique.frame;
    if (this.data.steps) {
      this.steps = new Steps(this.parts.steps, this.words, this.data.steps);
      root.dataset.routine = "on";
    }
    this.write();
    this.listen();
    this.board.color();
    this.board.show(this.counts, this.rows);
    this.show("ready");
    if (this.data.start) this.go(); // Whoever clicked for the camera is not asked to click again.
  }

  // The page ran again: it has a fresh token, and maybe other colours.
  update(component) {
    this.component = component;
    const fresh = component.data.token !== this.token;
    this.token = component.data.token;
    this.board.color();
    this.board.show(this.counts, this.rows);
    if (this.wantsToken && fresh) {
      this.wantsToken = false;
      clearTimeout(this.tokenTimer);
      this.connect();
    }
  }

  write() {
    const { parts, words } = this;
    parts.canvas.setAttribute("aria-label", words.camera);
    parts.pause.append(words.pause, small(words.pause_key));
    parts.finish.textContent = words.finish;
    parts.next.textContent = words.next_step;
    parts.hurts.textContent = words.hurts;
    parts.sound.querySelector("legend").textContent = words.sound;
    for (const mode of ["off", "tones", "voice"]) parts.sound.append(this.choice(mode));
  }

  choice(mode) {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), {
      type: "radio", name: "sound", value: mode, checked: this.voice.mode === mode,
      disabled: mode === "voice" && !Voice.canSpeak,
    });
    const text = document.createElement("span");
    text.textContent = this.words[input.disabled ? "sound_voice_none" : `sound_${mode}`];
    input.addEventListener("change", () => this.voice.choose(mode));
    label.append(input, text);
    return label;
  }

  listen() {
    const { parts } = this;
    this.gone = new AbortController();
    const { signal } = this.gone;
    parts.go.addEventListener("click", () => this.go(), { signal });
    parts.pause.addEventListener("click", () => this.pause(), { signal });
    parts.next.addEventListener("click", () => this.link?.next(), { signal });
    parts.finish.addEventListener("click", () => this.finish(false), { signal });
    parts.hurts.addEventListener("click", () => this.finish(true), { signal });
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    document.addEventListener("visibilitychange", () => this.hide(), { signal });
    window.addEventListener("resize", () => this.place(), { signal });
    this.climb();
    this.place();
    this.rest = pulse(() => this.watchRate(), () => this.sleep());
  }

  // Whoever clicked far down the page sees the camera's picture, not what stands below it.
  climb() {
    for (let at = this.root.getRootNode().host ?? this.root; at; at = at.parentElement) at.scrollTop = 0;
  }

  // How far down the page this begins: the rest of the window is for the picture.
  place() {
    const top = this.root.getBoundingClientRect().top + window.scrollY;
    this.root.style.setProperty("--top", `${Math.max(Math.round(top), 0)}px`);
  }

  key(event) {
    const on = event.composedPath()[0];
    const typing = on instanceof HTMLElement && on.matches("input, textarea, button, select, [contenteditable]");
    if (event.code !== "Space" || event.repeat || typing || ![...SEEN, "paused", "hidden"].includes(this.state)) return;
    event.preventDefault();
    if (this.paused || this.state === "resting") this.go();
    else this.pause();
  }

  hide() {
    if (document.visibilityState === "hidden" && SEEN.includes(this.state)) {
      this.paused = true;
      this.trouble("hidden");
    }
  }

  sleep() {
    if (document.visibilityState === "visible" && [...SEEN, "hidden"].includes(this.state)) {
      this.paused = true;
      this.trouble("asleep");
    }
  }

  // Quick strokes fall between few pictures: that is said, not kept back.
  watchRate() {
    const slow = this.state === "practice" && this.drawn < SLOW_FPS;
    this.slowS = slow ? (this.slowS ?? 0) + 1 : 0;
    this.drawn = 0;
    this.parts.notice.textContent = this.slowS >= SLOW_AFTER_S ? this.words.slow : "";
  }

  // The one big button: start, go on, or try again.
  async go() {
    if (this.opening) return;
    if (this.state === "resting") {
      this.link.goOn();
      return;
    }
    if (this.finished) {
      this.reconnect();
      return;
    }
    this.opening = true;
    this.voice.mode === "tones" && this.voice.wake();
    try {
      if (!this.camera.isOpen) {
        this.camera.close();
        this.show("asking");
        await this.camera.open();
        this.painter.start();
      }
    } catch (error) {
      this.camera.close();
      this.trouble(error instanceof CameraTrouble ? error.kind : "busy");
      return;
    } finally {
      this.opening = false;
    }
    this.paused = false;
    if (this.link?.isReady && this.link.socket.readyState === WebSocket.OPEN) this.show("framing");
    else this.reconnect();
  }

  reconnect() {
    this.retries = 0;
    this.show("loading");
    if (this.token) this.connect();
    else this.askToken();
  }

  connect() {
    this.link?.close();
    const url = new URL(`${this.data.root}/ws/frames`, window.location.origin);
    url.protocol = url.protocol.replace("http", "ws");
    const token = this.token;
    this.token = null;
    this.link = new Link(url.href, token, {
      ready: (message) => this.ready(message),
      drawing: (message) => this.draw(message),
      ended: (message) => this.ended(message),
      bye: (message) => this.bye(message.reason),
      lost: () => this.lost(),
    });
  }

  ready(message) {
    this.token = message.token;
    this.counts = message.counts;
    this.rows = message.rows;
    this.began = true;
    this.board.show(this.counts, this.rows);
    if (this.finished) this.link.stop(this.hurts);
    else if (!this.paused) this.show("framing");
  }

  draw(message) {
    if (this.paused || !SEEN.includes(this.state)) return;
    this.painter.take(message);
    this.drawn = (this.drawn ?? 0) + 1;
    this.retries = 0;
    if (message.stage !== this.state) {
      this.show(message.stage);
      if (message.stage === "resting") this.voice.say(this.words.paused_title, { urgent: true });
    }
    this.counts = message.counts;
    const turned = message.routine ? this.follow(message.routine) : false;
    if (message.stay_s !== null) this.stay(message.stay_s);
    if (message.finished.length) this.judged(message, turned);
    else if (!turned) this.hint(message);
  }

  // Where in the routine the person is; tells whether that is news to be said.
  follow(standing) {
    this.standing = standing;
    this.steps.show(standing);
    const step = this.data.steps[standing.step];
    const isNew = standing.step !== this.step;
    const first = this.step === undefined;
    this.step = standing.step;
    if (isNew) this.turn(step?.technique);
    this.count(standing);
    if (isNew) {
      if (!step) this.cue(this.words.routine_over, "✓", true);
      else if (!first) this.cue(this.words.next_is.replace("{name}", `${step.name}, ${step.amount}`), "→", true);
      return !first;
    }
    if (this.missing !== standing.missing[0]) {
      this.missing = standing.missing[0];
      const before = this.data.steps[this.missing];
      if (before) {
        this.cue(this.words.first_do.replace("{name}", before.name), "!", true);
        return true;
      }
    }
    return false;
  }

  // The clock of a hold; that it was long enough is said once.
  stay(seconds) {
    const { pace_min_s: least } = this.data.technique;
    const reached = this.stayedS < least && seconds >= least;
    this.stayedS = seconds;
    this.board.stay(seconds);
    if (reached) {
      this.voice.tone(true);
      this.cue(this.words.done_time.replace("{time}", clock(least)), "✓", true);
    }
  }

  // Another step has another technique: its path, its scales, its words.
  turn(technique) {
    if (!technique) return;
    this.data.technique = technique;
    this.painter.technique = technique;
    this.painter.wrong = false;
    this.board.use(technique);
    this.board.show(this.counts, this.rows);
  }

  // The big number is of the step, not of the whole.
  count(standing) {
    const step = standing.steps[standing.step];
    if (!step) return;
    this.parts.total.textContent = step.by_clock ? clock(step.wanted - step.done) : step.done;
    this.parts.target.textContent = step.by_clock ? "" : this.words.of.replace("{target}", step.wanted);
    this.parts.counted.textContent = step.by_clock ? this.words.step_now : this.words.counted;
  }

  judged(message, turned = false) {
    const before = this.rows.filter((row) => row.counted).length;
    this.rows = message.rows;
    this.board.show(this.counts, this.rows);
    const row = message.finished.at(-1);
    const { target } = this.data.technique;
    this.voice.tone(row.counted);
    this.painter.wrong = WRONG.has(row.verdict);
    if (this.standing) this.count(this.standing);
    if (turned) return; // The next step matters more than the last stroke of the one before.
    const reached = !this.steps && !this.data.technique.by_clock && before < target && this.counts.total >= target;
    if (reached) this.cue(this.words.done.replace("{target}", this.counts.total), "✓", true);
    else if (this.remind(message, row.verdict !== "good")) return;
    else if (row.verdict === "good" && performance.now() - this.remindedMs < READ_MS) return; // It is still being read.
    else if (row.verdict === "good") this.cue(this.words.good[this.rows.length % this.words.good.length], "✓");
    else this.cue(this.cueOf(row), row.counted ? "✓" : "!", true);
  }

  cueOf(row) {
    return row.cue || this.words.cues[row.verdict];
  }

  hint(message) {
    if (this.state === "framing") this.cue(this.hintOf(message.hint), message.hint === "fine" ? "✓" : "");
    else if (this.state === "away") this.cue(this.words.hints.away, "❙❙");
    else if (performance.now() - this.cueMs > CUE_MS) {
      if (message.hint !== "fine") this.cue(this.hintOf(message.hint));
      else if (this.remind(message)) return;
      else if (this.steps) this.cue(this.between());
      else if (!this.painter.wrong && (this.rows.length || this.board.byClock)) this.cue("");
    }
  }

  // What has to be seen depends on the technique.
  hintOf(hint) {
    const { frame, show_body: show } = this.data.technique;
    if (hint === "show_body" || (hint === "nobody" && frame === "hand")) return show;
    return this.words.hints[hint];
  }

  // Say now and then what is to be minded, each once: beside what is right, not what was just wrong.
  remind({ reminder }, corrected = this.painter.wrong) {
    if (!reminder || reminder.turn === this.reminded) return false;
    const now = performance.now();
    if (reminder.turn !== this.due) [this.due, this.dueMs] = [reminder.turn, now];
    if (corrected && !reminder.urgent && now - this.dueMs < PATIENCE_MS) return false;
    this.reminded = reminder.turn;
    this.remindedMs = now;
    this.cue(this.data.reminders[reminder.id], "", reminder.urgent);
    return true;
  }

  // What is said in a routine while nothing is wrong: the rest, or a clock that waits.
  between() {
    const { phase, rest_left_s: rest } = this.standing;
    if (phase === "resting") return this.words.rest_for.replace("{n}", Math.ceil(rest));
    if (phase === "hands_away") return this.words.hands_away;
    if (phase === "over") return this.words.routine_over;
    if (this.painter.wrong) return this.parts.cue.textContent;
    return "";
  }

  cue(text, sign = "", urgent = false) {
    this.cueMs = performance.now();
    const isNew = this.parts.cue.textContent !== text;
    if (isNew) {
      this.parts.cue.dataset.sign = sign;
      this.parts.cue.textContent = text;
    }
    // A correction that is needed again is said again, to eyes that are closed; not too often.
    if (isNew || urgent) this.voice.say(text, { urgent });
  }

  pause() {
    if (!["practice", "framing", "away"].includes(this.state)) return;
    this.paused = true;
    this.show("paused");
  }

  finish(hurts) {
    this.finished = true;
    this.hurts = hurts;
    this.voice.hush();
    this.camera.close();
    this.show("loading");
    const open = this.link?.isReady && this.link.socket.readyState === WebSocket.OPEN;
    if (open) this.link.stop(hurts);
    else this.reconnect();
  }

  ended(message) {
    this.camera.close();
    this.painter.stop();
    this.show("loading");
    this.component.setTriggerValue("ended", { hurts: message.hurts });
  }

  bye(reason) {
    if (reason === "idle") return; // Paused for long: the button connects again.
    if (reason === "token") this.askToken();
    else if (["full", "taken", "models"].includes(reason)) this.trouble(reason);
    else this.lost();
  }

  // A restarted program knows no old tokens: the page has to run again for a new one.
  askToken() {
    this.wantsToken = true;
    this.component.setTriggerValue("token", Date.now());
    clearTimeout(this.tokenTimer);
    this.tokenTimer = setTimeout(() => this.wantsToken && this.trouble("server"), 6000);
  }

  lost() {
    const wait = RETRIES_MS[this.retries];
    this.retries += 1;
    this.painter.clear();
    if (wait === undefined) {
      this.trouble("server");
      return;
    }
    if (!this.paused) this.show("reconnecting");
    setTimeout(() => {
      if (this.gone.signal.aborted) return;
      if (this.token) this.connect();
      else this.askToken();
    }, wait);
  }

  trouble(kind) {
    this.voice.hush();
    this.painter.clear();
    this.show(kind);
  }

  show(state) {
    const { parts, words, data } = this;
    this.state = this.root.dataset.state = state;
    const live = ["framing", "practice", "away"].includes(state);
    this.root.dataset.veil = live ? "off" : "on";
    this.painter.showOutline = state === "framing";
    parts.pause.hidden = parts.finish.hidden = parts.hurts.hidden = !this.began;
    parts.next.hidden = !this.began || !this.steps;
    parts.next.disabled = !live;
    parts.pause.disabled = !live;
    if (state === "practice") this.cue(this.rows.length ? "" : data.technique.begin);
    if (live) return;
    const resumed = this.rows.length > 0;
    const told = {
      ready: [resumed ? words.resume_title : words.start_title, resumed ? words.resume_text : data.technique.start_text, resumed ? words.resume : words.start],
      asking: [words.asking_title, words.asking_text, ""],
      loading: [words.loading_title, this.rows.length ? words.loading_text : data.technique.instruction, ""],
      paused: [words.paused_title, words.paused_text, words.resume],
      resting: [words.paused_title, words.resting_text, words.resume],
    }[state];
    const { title, text } = words.trouble[state] ?? {};
    const again = ["hidden", "asleep"].includes(state) ? words.resume : words.retry;
    const [head, body, button] = told ?? [title, text, state === "reconnecting" ? "" : again];
    parts.eyebrow.textContent = data.technique.name;
    parts.title.textContent = head;
    parts.text.textContent = body;
    parts.go.textContent = button;
    parts.go.hidden = !button;
    parts.cue.textContent = "";
  }

  // Standard entries of the browser's own performance log: from capture to landmarks drawn.
  measure(drawing) {
    if (!Number.isFinite(drawing.takenMs)) return;
    performance.measure(MEASURE, { start: drawing.takenMs, end: performance.now() });
    this.measured = (this.measured ?? 0) + 1;
    if (this.measured % KEPT_MEASURES === 0) performance.clearMeasures(MEASURE);
  }

  leave() {
    this.gone.abort();
    this.rest();
    clearTimeout(this.tokenTimer);
    this.voice.hush();
    this.painter.stop();
    this.link?.close();
    this.camera.close();
  }
}

function small(text) {
  return Object.assign(document.createElement("small"), { textContent: text });
}
