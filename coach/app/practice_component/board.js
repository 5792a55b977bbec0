// What stands beside the picture: the count, a ring for each hand, three fixed bars, the attempts.

const SVG = "http://www.w3.org/2000/svg";
const ROUND = 2 * Math.PI * 50;

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
    Object.assign(this, { parts, words, technique, marks });
    parts.target.textContent = words.of.replace("{target}", technique.target);
    parts.counted.textContent = words.counted;
    parts.attempts.textContent = words.attempts;
    this.rings = ["left", "right"].map((side) => this.ring(words[side]));
    parts.rings.replaceChildren(...this.rings.map((ring) => ring.box));
    this.bars = { direction: this.bar("direction"), pace: this.bar("pace"), path: this.bar("path") };
    parts.bars.replaceChildren(...Object.values(this.bars).map((bar) => bar.box));
    this.place();
  }

  show(counts, rows) {
    this.parts.total.textContent = counts.total;
    [counts.left, counts.right].forEach((count, index) => {
      const { done, text } = this.rings[index];
      text.textContent = count;
      const share = Math.min(count / this.technique.target, 1);
      done.setAttribute("stroke-dasharray", `${share * ROUND} ${ROUND}`);
      done.style.visibility = count ? "visible" : "hidden";
    });
    this.tries(rows);
    const row = rows.at(-1);
    this.set("direction", row?.direction_error_deg, 0);
    this.set("pace", row?.pace_s, row?.pace_s < 1 ? 2 : 1);
    // Near the path and yet on a place to keep off is not right.
    this.set("path", row?.offset_cm, 1, row?.verdict !== "no_go");
  }

  tries(rows) {
    const dark = this.isDark();
    const items = rows.slice(-12).map((row) => {
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
    if (key === "path") return { low: 0, high: off, at: (value) => value / (3 * off) };
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

  set(key, value, digits, allowed = true) {
    const bar = this.bars[key];
    const known = Number.isFinite(value);
    bar.at.hidden = !known;
    if (!known) {
      bar.value.textContent = this.words.unknown;
      return;
    }
    const { low, high, at } = this.scale(key);
    const share = Math.min(Math.max(at(value), 0.01), 0.99);
    bar.at.style.left = `${share * 100}%`;
    const number = new Intl.NumberFormat(this.words.number_locale, {
      minimumFractionDigits: digits, maximumFractionDigits: digits,
    }).format(value);
    const fits = allowed && value >= low && value <= high;
    bar.value.textContent = `${this.words[`unit_${key}`].replace("{value}", number)} ${fits ? "✓" : "✗"} ${fits ? this.words.in_range : this.words.out_of_range}`;
  }
}
