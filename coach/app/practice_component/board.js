// What stands beside the picture: the count, a ring for each hand, the technique's bars, the attempts.

import { clock } from "./steps.js";

const SVG = "http://www.w3.org/2000/svg";
const ROUND = 2 * Math.PI * 50;
const TRIES = 8; // One line of them.

export function icon(mark, color) {
  const svg = element("svg", { viewBox: "-1.1 -1.1 2.2 2.2", "aria-hidden": "true" });
  svg.append(element("circle", { r: 1, fill: color }));
  for (const line of mark.icon) {
    svg.append(element("polyline", {
      points: line.map((point) => point.join(",")).join(" "), fill: "none", stroke: "var(--page)",
      "stroke-width": 0.24, "stroke-linecap": "round", "stroke-linejoin": "round",
    }));
  }
  return svg;
}

function element(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export class Board {
  constructor(parts, { words, technique, marks }) {
    Object.assign(this, { parts, words, marks });
    this.stayS = 0;
    parts.attempts.textContent = words.attempts;
    this.rings = ["left", "right"].map((side) => this.ring(words[side]));
    parts.rings.replaceChildren(...this.rings.map((ring) => ring.box));
    this.use(technique);
  }

  // The technique that is watched: its scales, and only the bars that mean something for it.
  use(technique) {
    this.technique = technique;
    this.byClock = technique.by_clock && this.parts.steps.hidden;
    this.parts.root.dataset.clock = this.byClock ? "on" : "off";
    const { words } = this;
    this.parts.target.textContent = this.byClock
      ? words.of_time.replace("{time}", clock(technique.pace_min_s))
      : words.of.replace("{target}", technique.target);
    this.parts.counted.textContent = this.byClock ? words.so_long : words.counted;
    // The clock of a routine's step stands with its steps.
    const shown = technique.bars.filter((key) => key !== "time" || this.byClock);
    this.bars = Object.fromEntries(shown.map((key) => [key, this.bar(key)]));
    for (const bar of Object.values(this.bars)) bar.value.textContent = words.unknown;
    this.parts.bars.replaceChildren(...Object.values(this.bars).map((bar) => bar.box));
    this.place();
  }

  // How long a hand has stayed, of what is measured by time alone.
  stay(seconds) {
    this.stayS = seconds;
    if (this.byClock) this.parts.total.textContent = clock(Math.floor(seconds));
    if (!this.bars.time) return;
    // Not yet long enough is no fault.
    const long = seconds >= this.technique.pace_min_s;
    this.set("time", seconds, clock(Math.floor(seconds)), long, "");
    if (!long) this.bars.time.value.textContent = clock(Math.floor(seconds));
  }

  show(counts, rows) {
    this.parts.total.textContent = this.byClock ? clock(Math.floor(this.stayS)) : counts.total;
    [counts.left, counts.right].forEach((count, index) => {
      const { done, text } = this.rings[index];
      text.textContent = count;
      const share = Math.min(count / this.technique.target, 1);
      done.setAttribute("stroke-dasharray", `${share * ROUND} ${ROUND}`);
      done.style.visibility = count ? "visible" : "hidden";
    });
    this.tries(rows);
    // What was another technique is not measured by this one.
    const last = rows.at(-1);
    const row = last?.technique && last.technique !== this.technique.id ? undefined : last;
    this.direction(row);
    const pace = row?.pace_s;
    this.measure("pace", pace, pace < 1 ? 2 : 1);
    this.measure("rate", 1 / pace, 1);
    // Near the path and yet on a place to keep off is not right.
    for (const key of ["path", "place"]) this.measure(key, row?.offset_cm, 1, row?.verdict !== "no_go");
  }

  // By its angle; where there is none, as for circles that are counted round by round, in words.
  direction(row) {
    if (Number.isFinite(row?.direction_error_deg) || !row?.sense) {
      this.measure("direction", row?.direction_error_deg, 0);
      return;
    }
    const right = row.sense === "right";
    this.set("direction", right ? 0 : 180, this.words[right ? "right_direction" : "other_direction"], right, "");
  }

  tries(rows) {
    const dark = this.isDark();
    const items = rows.slice(-TRIES).map((row) => {
      const item = document.createElement("li");
      const mark = this.marks[row.verdict];
      item.title = this.words.verdicts[row.verdict];
      item.setAttribute("aria-label", item.title);
      item.append(icon(mark, dark ? mark.dark : mark.light));
      return item;
    });
    if (!items.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = this.words.no_attempts;
      items.push(none);
    }
    this.parts.tries.replaceChildren(...items);
  }

  isDark() {
    const [r, g, b] = getComputedStyle(this.parts.root).color.match(/[\d.]+/g).map(Number);
    return 0.3 * r + 0.6 * g + 0.1 * b > (r <= 1 && g <= 1 && b <= 1 ? 0.5 : 128);
  }

  color() {
    const mark = this.marks.good;
    this.parts.root.style.setProperty("--good", this.isDark() ? mark.dark : mark.light);
  }

  ring(label) {
    const box = document.createElement("div");
    box.className = "ring";
    const svg = element("svg", { viewBox: "0 0 120 120", "aria-hidden": "true" });
    const done = element("circle", { class: "done", cx: 60, cy: 60, r: 50 });
    const text = element("text", { x: 60, y: 61 });
    svg.append(element("circle", { cx: 60, cy: 60, r: 50 }), done, text);
    box.append(svg, label);
    return { box, done, text };
  }

  bar(key) {
    const box = document.createElement("div");
    box.className = "bar";
    box.innerHTML = '<dt><b></b><span></span></dt><dd><i class="track"></i><i class="zone"></i><i class="at" hidden></i></dd>';
    box.querySelector("b").textContent = this.words[key];
    return { box, value: box.querySelector("span"), zone: box.querySelector(".zone"), at: box.querySelector(".at") };
  }

  // Scales are fixed, so that a look is enough: where the zone lies and where the mark.
  scale(key) {
    const { pace_min_s: least, pace_max_s: most, off_path_cm: off, direction_deg: angle } = this.technique;
    if (key === "direction") return { low: 0, high: angle, at: (value) => value / 180 };
    if (key === "path" || key === "place") return { low: 0, high: off, at: (value) => value / (3 * off) };
    if (key === "time") return { low: least, high: 1.25 * least, at: (value) => value / (1.25 * least) };
    if (key === "rate") return { low: 1 / most, high: 1 / least, at: (value) => value * least / 1.6 };
    const [from, to] = [Math.log(least / 2.5), Math.log(most * 1.6)];
    return { low: least, high: most, at: (value) => (Math.log(value) - from) / (to - from) };
  }

  place() {
    for (const [key, bar] of Object.entries(this.bars)) {
      const { low, high, at } = this.scale(key);
      const [left, right] = [Math.max(at(low), 0), Math.min(at(high), 1)];
      bar.zone.style.left = `${left * 100}%`;
      bar.zone.style.width = `${(right - left) * 100}%`;
    }
  }

  // A number, held against its zone.
  measure(key, value, digits, allowed = true) {
    if (!this.bars[key]) return;
    if (!Number.isFinite(value)) {
      this.bars[key].at.hidden = true;
      this.bars[key].value.textContent = this.words.unknown;
      return;
    }
    const number = new Intl.NumberFormat(this.words.number_locale, {
      minimumFractionDigits: digits, maximumFractionDigits: digits,
    }).format(value);
    const unit = this.words[`unit_${key === "place" ? "path" : key}`];
    const { low, high } = this.scale(key);
    this.set(key, value, unit.replace("{value}", number), allowed && value >= low && value <= high);
  }

  set(key, value, text, fits, verdict = this.words[fits ? "in_range" : "out_of_range"]) {
    const bar = this.bars[key];
    if (!bar) return;
    const share = Math.min(Math.max(this.scale(key).at(value), 0.01), 0.99);
    bar.at.hidden = false;
    bar.at.style.left = `${share * 100}%`;
    bar.value.textContent = `${text} ${fits ? "✓" : "✗"} ${verdict}`.trim();
  }
}
