// Records a clip: opens the camera after a click, counts down, and sends what was recorded.

import { Camera, CameraTrouble } from "../live/camera.js";

const COUNTDOWN_S = 3;
const TYPES = ["video/mp4;codecs=avc1.42E01E", "video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
const BITS_PER_S = 4_000_000;
const mounted = new WeakMap();

export function mount(component) {
  const root = component.parentElement.querySelector(".recorder");
  const known = mounted.get(root);
  if (known) known.component = component;
  else mounted.set(root, new Recorder(root, component));
  return () => {
    mounted.get(root)?.leave();
    mounted.delete(root);
  };
}

class Recorder {
  constructor(root, component) {
    this.root = root;
    this.component = component;
    this.parts = {};
    for (const part of root.querySelectorAll("[data-part]")) this.parts[part.dataset.part] = part;
    this.camera = new Camera(this.parts.video, {
      wants: () => false, onPicture: () => {}, onTrouble: (kind) => this.trouble(kind),
    });
    this.parts.go.addEventListener("click", () => this.go());
    this.show("idle");
  }

  get words() {
    return this.component.data.words;
  }

  async go() {
    if (this.root.dataset.state === "recording") {
      this.media.stop();
      return;
    }
    if (this.root.dataset.state !== "idle") return;
    this.show("asking");
    try {
      await this.camera.open();
    } catch (error) {
      this.trouble(error instanceof CameraTrouble ? error.kind : "busy");
      return;
    }
    this.countDown(COUNTDOWN_S);
  }

  countDown(left) {
    if (!this.camera.isOpen) return;
    if (left === 0) {
      this.record();
      return;
    }
    this.show("counting", this.words.ready.replace("{n}", left));
    this.timer = setTimeout(() => this.countDown(left - 1), 1000);
  }

  record() {
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    const pieces = [];
    this.media = new MediaRecorder(this.camera.stream, { mimeType: type, videoBitsPerSecond: BITS_PER_S });
    this.media.ondataavailable = (event) => event.data.size && pieces.push(event.data);
    this.media.onstop = () => this.send(new Blob(pieces, { type: type.split(";")[0] }));
    this.media.start(1000);
    this.beganMs = performance.now();
    this.show("recording", "0:00");
    this.timer = setInterval(() => this.tick(), 250);
  }

  tick() {
    const seconds = Math.floor((performance.now() - this.beganMs) / 1000);
    this.parts.told.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= this.component.data.longest_s) this.media.stop();
  }

  async send(clip) {
    clearInterval(this.timer);
    this.camera.close();
    if (this.gone) return;
    this.show("sending", this.words.sending);
    const { root, token } = this.component.data;
    try {
      const answer = await fetch(`${root}/recordings/${token}`, {
        method: "PUT", body: clip, headers: { "Content-Type": clip.type },
      });
      if (!answer.ok) throw new Error(answer.statusText);
      this.component.setTriggerValue("recorded", Date.now());
    } catch {
      this.show("idle", this.words.failed);
    }
  }

  trouble(kind) {
    clearInterval(this.timer);
    if (this.media?.state === "recording") {
      this.media.stop(); // What was recorded so far is not lost.
      return;
    }
    const { title, text } = this.component.data.trouble[kind];
    this.show("idle", `${title}. ${text}`);
  }

  show(state, told = "") {
    this.root.dataset.state = state;
    this.parts.told.textContent = told;
    const recording = state === "recording";
    this.parts.go.textContent = recording ? this.words.stop : this.words.start;
    this.parts.go.disabled = !["idle", "recording"].includes(state);
  }

  leave() {
    this.gone = true;
    clearInterval(this.timer);
    if (this.media?.state === "recording") this.media.stop();
    this.camera.close();
  }
}
