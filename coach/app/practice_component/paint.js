// Draws over the mirrored video: the path with its travelling dot, places to keep off, the last
// attempt, the arrow after a wrong one, and the outline to step into.

const TRAIL_MS = 900;
const TRAIL_GAP = 0.12;
const REST_S = 0.7;
const CASING = "rgb(10 14 18 / .62)";
const PAPER = "#ffffff";
const ARROW = "#ffd54a";
const ZONE = "#f0a3cf";
const FINGERS = [[0, 1, 2, 3, 4], [0, 5, 6, 7, 8], [5, 9, 10, 11, 12], [9, 13, 14, 15, 16], [0, 17, 18, 19, 20], [13, 17]];
// Right halves of what to step into, from the middle of the picture, in heights of it.
const OUTLINES = {
  head: [[0, 0.13], [0.12, 0.13], [0.17, 0.25], [0.165, 0.44], [0.12, 0.58], [0.08, 0.66], [0.085, 0.76], [0.2, 0.81], [0.36, 0.85], [0.43, 0.94], [0.45, 1.04]],
  torso: [[0, 0.03], [0.09, 0.07], [0.09, 0.19], [0.07, 0.25], [0.24, 0.32], [0.3, 0.42], [0.28, 0.7], [0.22, 0.8], [0.24, 1.02]],
  leg: [[0, 0.05], [0.14, 0.05], [0.19, 0.16], [0.18, 0.4], [0.145, 0.6], [0.12, 0.88], [0.17, 0.97], [0.05, 0.98], [0.045, 0.62], [0.03, 0.34], [0, 0.24]],
};
// The left of two open hands, seen from the back; the other is its mirror image, apart from it.
const HAND = [[0.1, 0.95], [0.1, 0.76], [0.09, 0.58], [0.08, 0.4], [0.1, 0.34], [0.125, 0.4], [0.14, 0.46], [0.14, 0.3], [0.16, 0.24], [0.185, 0.3], [0.192, 0.44], [0.195, 0.26], [0.218, 0.2], [0.24, 0.26], [0.244, 0.44], [0.254, 0.31], [0.276, 0.27], [0.293, 0.33], [0.29, 0.52], [0.3, 0.58], [0.35, 0.46], [0.385, 0.46], [0.38, 0.52], [0.325, 0.66], [0.26, 0.77], [0.25, 0.95]];
OUTLINES.arm = OUTLINES.torso;
const FACE_FILLS = 0.46;
const CLOSEST = 2;
const EASE_S = 1.2;

export class Painter {
  constructor(canvas, video, { marks, technique, still }) {
    this.canvas = canvas;
    this.video = video;
    this.pen = canvas.getContext("2d");
    this.marks = marks;
    this.technique = technique;
    this.still = still;
    this.drawing = null;
    this.trails = [[], []];
    this.showOutline = false;
    this.wrong = false;
    this.picture = [640, 480];
    this.zoom = 1;
    this.focus = null;
    this.onPainted = null;
  }

  // Of what is only timed nothing is judged, so nothing is shown to follow.
  get guides() {
    return this.technique.kind === "timed" ? [] : this.drawing?.guides ?? [];
  }

  take(drawing) {
    this.drawing = drawing;
    this.canvas.dataset.arrow = this.wrong ? "on" : "off";
    this.picture = drawing.size;
    const now = performance.now();
    drawing.contacts.forEach((at, hand) => {
      const trail = this.trails[hand].filter((spot) => now - spot.ms < TRAIL_MS);
      if (at) trail.push({ at, ms: now });
      this.trails[hand] = trail;
    });
    this.fresh = true;
  }

  clear() {
    this.drawing = null;
    this.trails = [[], []];
  }

  start() {
    const turn = (now) => {
      this.frame = requestAnimationFrame(turn);
      this.paint(now);
    };
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(turn);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  paint(now) {
    this.fit();
    const { pen, drawing } = this;
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.lineCap = pen.lineJoin = "round";
    if (this.showOutline) this.paintOutline(drawing?.hint === "fine");
    if (!drawing) return;
    drawing.hands.forEach((hand) => this.paintHand(hand));
    if (drawing.stage === "practice") {
      drawing.zones.forEach((zone) => this.paintZone(zone));
      if (this.wrong) drawing.last.forEach((line) => this.paintAttempt(line));
      this.guides.forEach((guide) => this.paintGuide(guide.points, now, this.wrong));
      this.trails.forEach((trail) => this.paintTrail(trail, now));
      if (!this.wrong) drawing.last.forEach((line) => this.paintAttempt(line));
    }
    if (this.fresh) {
      this.fresh = false;
      this.onPainted?.(drawing);
    }
  }

  // The canvas covers the stage; pictures lie in it as `object-fit: contain` lays the video.
  fit() {
    const dots = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.round(this.canvas.clientWidth * dots);
    const height = Math.round(this.canvas.clientHeight * dots);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const [w, h] = this.picture;
    const whole = Math.min(width / w, height / h);
    this.follow(width / dots, height / dots, whole / dots);
    this.scale = whole * this.zoom;
    this.left = width / 2 - this.focus[0] * this.scale;
    this.top = height / 2 - this.focus[1] * this.scale;
    this.unit = (height / 560) * this.thickness();
  }

  // Comes nearer to where the path is, gently, and never beyond the picture's edges. All in the
  // mirrored picture's own pixels; `fitted` is the scale at which all of it is seen.
  follow(width, height, fitted) {
    const [w, h] = this.picture;
    const points = this.showOutline ? [] : this.guides.flatMap((guide) => guide.points);
    let [zoom, x, y] = [1, w / 2, h / 2];
    if (points.length) {
      const xs = points.map((point) => w - point[0]);
      const ys = points.map((point) => point[1]);
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      zoom = Math.min(Math.max(FACE_FILLS / Math.max((right - left) / w, (bottom - top) / h), 1), CLOSEST);
      [x, y] = [(left + right) / 2, (top + bottom) / 2 + 0.03 * h];
    }
    const now = performance.now();
    const share = this.still || !this.focus ? 1 : 1 - Math.exp(-(now - this.followedMs) / 1000 / EASE_S);
    this.followedMs = now;
    if (points.length || this.showOutline || !this.focus) {
      this.zoom += (zoom - this.zoom) * share;
      const [fx, fy] = this.focus ?? [x, y];
      this.focus = [fx + (x - fx) * share, fy + (y - fy) * share];
    }
    const scale = fitted * this.zoom;
    const within = (at, size, room) => {
      const half = Math.min(room / 2 / scale, size / 2);
      return Math.min(Math.max(at, half), size - half);
    };
    this.focus = [within(this.focus[0], w, width), within(this.focus[1], h, height)];
    this.lay(width, height, fitted);
  }

  // The video lies as `object-fit: contain` lays it, then mirrored and moved as the drawing is.
  lay(width, height, fitted) {
    const [w, h] = this.picture;
    const [fx, fy] = [width / 2 + (this.focus[0] - w / 2) * fitted, height / 2 + (this.focus[1] - h / 2) * fitted];
    const z = this.zoom;
    this.video.style.transform = `matrix(${-z}, 0, 0, ${z}, ${(width - fx) * z + width / 2}, ${height / 2 - fy * z})`;
  }

  // Lines get thinner on a body that is far away, so that they don't hide it.
  thickness() {
    const points = this.guides.flatMap((guide) => guide.points);
    if (!points.length || this.showOutline) return 1;
    const xs = points.map((point) => point[0]);
    const ys = points.map((point) => point[1]);
    const span = Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) * this.scale;
    return Math.min(Math.max(span / this.canvas.height / 0.5, 0.55), 1);
  }

  // As in a mirror: x runs the other way.
  spot([x, y]) {
    return [this.left + (this.picture[0] - x) * this.scale, this.top + y * this.scale];
  }

  trace(points, closed = false) {
    this.pen.beginPath();
    points.forEach((point, index) => this.pen[index ? "lineTo" : "moveTo"](...this.spot(point)));
    if (closed) this.pen.closePath();
  }

  stroke(color, width, dash = []) {
    this.pen.strokeStyle = color;
    this.pen.lineWidth = width * this.unit;
    this.pen.setLineDash(dash.map((length) => length * width * this.unit));
    this.pen.stroke();
    this.pen.setLineDash([]);
  }

  cased(color, width, dash = []) {
    this.stroke(CASING, width + 4);
    this.stroke(color, width, dash);
  }

  paintZone(zone) {
    const { pen } = this;
    this.trace(zone, true);
    pen.save();
    pen.clip();
    const spots = zone.map((point) => this.spot(point));
    const [x0, x1] = [Math.min(...spots.map((s) => s[0])), Math.max(...spots.map((s) => s[0]))];
    const [y0, y1] = [Math.min(...spots.map((s) => s[1])), Math.max(...spots.map((s) => s[1]))];
    pen.beginPath();
    for (let x = x0 - (y1 - y0); x < x1; x += 9 * this.unit) {
      pen.moveTo(x, y1);
      pen.lineTo(x + (y1 - y0), y0);
    }
    this.stroke("rgb(240 163 207 / .6)", 1.6);
    pen.restore();
    this.trace(zone, true);
    this.cased(ZONE, 1.8, [3, 2.2]);
  }

  paintGuide(points, now, arrow) {
    if (points.length < 2) return;
    this.trace(points);
    const { kind, way } = this.technique;
    if (way === "place") {
      this.stroke(CASING, 22);
      this.stroke("rgb(255 255 255 / .8)", 16);
      if (!this.still && kind !== "hold") this.paintBeat(points, now);
      return;
    }
    if (way === "to and fro") {
      this.stroke(CASING, 11);
      this.stroke("rgb(255 255 255 / .8)", 5);
      for (const end of [points, [...points].reverse()]) this.paintHead(end, 20, PAPER);
      if (!this.still) this.paintDot(points, now);
      return;
    }
    if (arrow) {
      this.stroke(CASING, 15);
      this.stroke(ARROW, 10);
      this.paintHead(points, 34, ARROW);
    } else {
      this.stroke(CASING, 11);
      this.stroke("rgb(255 255 255 / .8)", 5);
      this.paintHead(points, 20, PAPER);
    }
    this.paintDisc(points[0], 8, CASING);
    this.paintDisc(points[0], 5.5, arrow ? ARROW : PAPER);
    if (this.still) return;
    if (kind === "knead") this.paintBeat(points, now); // Fold by fold along the way.
    else this.paintDot(points, now);
  }

  // The teacher's pace: the middle of what the technique allows, on a scale of ratios.
  paintDot(points, now) {
    const { pace_min_s: least, pace_max_s: most } = this.technique;
    const pace = Math.sqrt(least * most);
    const fro = this.technique.way === "to and fro"; // There and back in one pace, without a rest.
    const turn = ((now / 1000) % (fro ? pace : pace + REST_S)) / pace;
    if (turn > 1) return;
    const t = fro ? 1 - Math.abs(2 * turn - 1) : turn;
    const eased = t * t * (3 - 2 * t);
    const at = eased * (points.length - 1);
    const [a, b] = [points[Math.floor(at)], points[Math.min(Math.ceil(at), points.length - 1)]];
    const share = at - Math.floor(at);
    const spot = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    this.paintDisc(spot, 13, "rgb(10 14 18 / .7)");
    this.paintDisc(spot, 10, "#3fd0a4");
    this.paintDisc(spot, 4, PAPER);
  }

  // Taps and presses, one after the other along their place, in the middle of the allowed pace.
  paintBeat(points, now) {
    const { pace_min_s: least, pace_max_s: most, target } = this.technique;
    const beats = now / 1000 / Math.sqrt(least * most);
    const share = ((Math.floor(beats) % target) + 0.5) / target;
    const spot = points[Math.min(Math.floor(share * points.length), points.length - 1)];
    const down = Math.sin(Math.PI * (beats % 1));
    this.paintDisc(spot, 6 + 8 * down, "rgb(10 14 18 / .7)");
    this.paintDisc(spot, 4 + 7 * down, "#3fd0a4");
  }

  paintDisc(point, radius, color) {
    const [x, y] = this.spot(point);
    this.pen.beginPath();
    this.pen.arc(x, y, radius * this.unit, 0, 2 * Math.PI);
    this.pen.fillStyle = color;
    this.pen.fill();
  }

  paintHead(points, size, color) {
    const spots = points.map((point) => this.spot(point));
    const end = spots.at(-1);
    const reach = size * this.unit;
    const from = spots.findLast(([x, y]) => Math.hypot(x - end[0], y - end[1]) > reach * 0.7) ?? spots[0];
    const angle = Math.atan2(end[1] - from[1], end[0] - from[0]);
    const corner = (turn, length) => [end[0] + Math.cos(angle + turn) * length, end[1] + Math.sin(angle + turn) * length];
    const { pen } = this;
    pen.beginPath();
    pen.moveTo(...corner(0, reach * 0.75));
    pen.lineTo(...corner(2.3, reach * 0.75));
    pen.lineTo(...corner(-2.3, reach * 0.75));
    pen.closePath();
    this.stroke(CASING, 5);
    pen.fillStyle = color;
    pen.fill();
  }

  paintHand(hand) {
    if (hand.length !== 21) return;
    for (const finger of FINGERS) {
      this.trace(finger.map((joint) => hand[joint]));
      this.stroke("rgb(255 255 255 / .38)", 1.8);
    }
  }

  paintTrail(trail, now) {
    const far = TRAIL_GAP * this.picture[1];
    trail.slice(1).forEach((spot, index) => {
      const before = trail[index].at;
      if (Math.hypot(spot.at[0] - before[0], spot.at[1] - before[1]) > far) return;
      this.trace([before, spot.at]);
      this.stroke(`rgb(255 255 255 / ${Math.max(0, 0.9 - (now - spot.ms) / TRAIL_MS)})`, 4);
    });
    if (trail.length) this.paintDisc(trail.at(-1).at, 5, PAPER);
  }

  paintAttempt(line) {
    const mark = this.marks[line.verdict];
    this.trace(line.points);
    this.cased(mark.picture, 5, mark.dash);
    const [x, y] = this.spot(line.points.at(-1));
    const radius = 12 * this.unit;
    const { pen } = this;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = mark.picture;
    pen.fill();
    this.stroke(CASING, 2.5);
    pen.beginPath();
    for (const stroke of mark.icon) {
      stroke.forEach(([u, v], index) => pen[index ? "lineTo" : "moveTo"](x + u * radius, y + v * radius));
    }
    this.stroke("#10151a", 3);
  }

  // What the camera has to see: dashed until all is well, then solid.
  paintOutline(fine) {
    const [w, h] = this.picture;
    const at = (x, y) => this.spot([w / 2 + x * h, y * h]);
    const { pen } = this;
    const mirror = (points) => points.map(([x, y]) => [-x, y]).reverse();
    pen.beginPath();
    if (this.technique.frame === "hand") for (const hand of [HAND, mirror(HAND)]) curve(pen, hand.map(([x, y]) => at(x, y)));
    else {
      const half = OUTLINES[this.technique.frame];
      curve(pen, [...mirror(half), ...half.slice(1)].map(([x, y]) => at(x, y)));
    }
    this.cased(fine ? "#3fd0a4" : PAPER, 3.5, fine ? [] : [3, 2.6]);
  }
}

// A smooth line that begins and ends at the first and the last point, and is drawn to the others.
function curve(pen, points) {
  pen.moveTo(...points[0]);
  for (let i = 1; i < points.length - 1; i += 1) {
    const middle = [(points[i][0] + points[i + 1][0]) / 2, (points[i][1] + points[i + 1][1]) / 2];
    pen.quadraticCurveTo(...points[i], ...middle);
  }
  pen.lineTo(...points.at(-1));
}
