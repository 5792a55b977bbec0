// The live connection: at most two pictures on their way, the newest wins.

import { pulse } from "./pulse.js";

const IN_FLIGHT = 2;
const HEAD_BYTES = 12;
const STALLED_MS = 8000;

export class Link {
  // on: { ready, drawing, ended, bye(reason), lost }.
  constructor(url, token, on) {
    this.on = on;
    this.number = 0;
    this.settled = 0;
    this.sentMs = new Map();
    this.waiting = null;
    this.isReady = false;
    this.said = false;
    this.socket = new WebSocket(url);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.socket.send(JSON.stringify({ type: "hello", token }));
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.socket.onclose = () => {
      this.rest();
      if (!this.said) this.on.lost();
    };
    this.rest = pulse(() => this.check(), () => { this.lastSentMs = performance.now(); });
  }

  get flying() {
    return this.number - this.settled;
  }

  wants() {
    return this.isReady && this.flying < IN_FLIGHT;
  }

  async send(blob, takenMs) {
    if (!this.wants() || this.socket.readyState !== WebSocket.OPEN) return;
    const number = ++this.number;
    this.sentMs.set(number, takenMs);
    this.lastSentMs = performance.now();
    const jpeg = await blob.arrayBuffer();
    const message = new Uint8Array(HEAD_BYTES + jpeg.byteLength);
    const head = new DataView(message.buffer);
    head.setUint32(0, number, true);
    head.setFloat64(4, takenMs / 1000, true);
    message.set(new Uint8Array(jpeg), HEAD_BYTES);
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(message);
  }

  stop(hurts) {
    this.tell({ type: "stop", hurts });
  }

  goOn() {
    this.tell({ type: "go_on" });
  }

  next() {
    this.tell({ type: "next" });
  }

  tell(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  close() {
    this.said = true;
    this.rest();
    this.socket.close();
  }

  hear(message) {
    if (message.type === "ready") this.isReady = true;
    if (message.type === "drawing" || message.type === "skipped") {
      message.takenMs = this.sentMs.get(message.number);
      for (const number of this.sentMs.keys()) if (number <= message.number) this.sentMs.delete(number);
      this.settled = Math.max(this.settled, message.number);
    }
    if (message.type === "ended" || message.type === "bye") this.said = true;
    this.on[message.type]?.(message);
  }

  check() {
    if (this.flying > 0 && performance.now() - this.lastSentMs > STALLED_MS) {
      this.said = true;
      this.rest();
      this.socket.close();
      this.on.lost();
    }
  }
}
