// Called whenever the page ran: makes the practice once, and afterwards tells it what is new.

import { Practice } from "./practice.js";

const mounted = new WeakMap();

export function mount(component) {
  const root = component.parentElement.querySelector(".coach");
  const known = mounted.get(root);
  if (known) known.update(component);
  else mounted.set(root, new Practice(root, component));
  return () => {
    mounted.get(root)?.leave();
    mounted.delete(root);
  };
}
