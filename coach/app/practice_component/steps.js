// The steps of a routine beside the picture: which are through, which is on, and what is left of it.

const SIGNS = { done: "✓", skipped: "–", open: "○", now: "●" };

export function clock(seconds) {
  const whole = Math.max(Math.ceil(seconds), 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export class Steps {
  constructor(list, words, steps) {
    this.words = words;
    this.steps = steps;
    this.list = list;
    list.hidden = false;
    list.setAttribute("aria-label", words.steps);
    this.rows = steps.map((step) => {
      const row = document.createElement("li");
      const [sign, name, far] = ["i", "b", "span"].map((tag) => document.createElement(tag));
      sign.setAttribute("aria-hidden", "true");
      name.textContent = step.name;
      row.append(sign, name, far);
      list.append(row);
      return { row, sign, far };
    });
  }

  // What is left of a step, in words.
  left(step) {
    if (step.by_clock) return this.words.seconds_left.replace("{time}", clock(step.wanted - step.done));
    return this.words.count_of.replace("{done}", step.done).replace("{wanted}", step.wanted);
  }

  show(standing) {
    standing.steps.forEach((step, index) => {
      const { row, sign, far } = this.rows[index];
      const now = index === standing.step;
      const state = now ? "now" : step.state;
      if (now && row.dataset.state !== "now") this.bringIntoView(row);
      row.dataset.state = state;
      if (now) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
      sign.textContent = SIGNS[state];
      const told = { done: this.words.step_done, skipped: this.words.step_skipped, now: this.left(step) };
      far.textContent = told[state] ?? this.steps[index].amount;
    });
  }

  // Within the list only: the page itself stays where it is.
  bringIntoView(row) {
    this.list.scrollTop = row.offsetTop - this.list.offsetTop - row.offsetHeight;
  }
}
