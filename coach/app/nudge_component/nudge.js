// Handles over the drawing: drag one, or focus it and use the arrow keys (with Shift in bigger steps).

const SVG = "http://www.w3.org/2000/svg";
const STEP = 2;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SETTLES_MS = 700;

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".nudge");
  const focused = root.querySelector("circle:focus")?.dataset.index;
  root.innerHTML = data.svg; // Coach's own drawing.
  const drawing = root.querySelector("svg");
  const sheet = document.createElementNS(SVG, "svg");
  sheet.setAttribute("class", "handles");
  sheet.setAttribute("viewBox", drawing.getAttribute("viewBox"));
  const line = document.createElementNS(SVG, "polyline");
  sheet.append(line);
  const points = data.points.map((point) => [...point]);
  const spots = points.map((_, index) => {
    const spot = document.createElementNS(SVG, "circle");
    spot.setAttribute("class", "spot");
    spot.setAttribute("r", 7);
    spot.setAttribute("tabindex", 0);
    spot.setAttribute("role", "button");
    spot.setAttribute("aria-label", data.label.replace("{n}", index + 1));
    spot.dataset.index = index;
    sheet.append(spot);
    return spot;
  });
  const place = () => {
    spots.forEach((spot, index) => {
      spot.setAttribute("cx", points[index][0]);
      spot.setAttribute("cy", points[index][1]);
    });
  };
  const trace = () => line.setAttribute("points", points.map((point) => point.join(",")).join(" "));
  const tell = (index) => setTriggerValue("moved", { index, x: points[index][0], y: points[index][1] });
  place();
  root.append(sheet);
  if (focused !== undefined) spots[focused]?.focus();

  let timer;
  sheet.addEventListener("pointerdown", (event) => {
    const index = Number(event.target.dataset?.index);
    if (!Number.isInteger(index)) return;
    event.preventDefault();
    const spot = spots[index];
    spot.focus();
    spot.setPointerCapture(event.pointerId);
    spot.classList.add("held");
    const move = (to) => {
      const at = new DOMPoint(to.clientX, to.clientY).matrixTransform(sheet.getScreenCTM().inverse());
      points[index] = [at.x, at.y];
      place();
      trace();
    };
    const drop = () => {
      spot.classList.remove("held");
      spot.removeEventListener("pointermove", move);
      tell(index);
    };
    spot.addEventListener("pointermove", move);
    spot.addEventListener("pointerup", drop, { once: true });
  });
  sheet.addEventListener("keydown", (event) => {
    const index = Number(event.target.dataset?.index);
    const way = KEYS[event.key];
    if (!way || !Number.isInteger(index)) return;
    event.preventDefault();
    const step = STEP * (event.shiftKey ? 5 : 1);
    points[index] = [points[index][0] + way[0] * step, points[index][1] + way[1] * step];
    place();
    trace();
    clearTimeout(timer);
    timer = setTimeout(() => tell(index), SETTLES_MS);
  });
  return () => clearTimeout(timer);
}
