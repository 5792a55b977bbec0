// The browser's own camera: opened after a click, never before; each picture with its time.

import { pulse } from "./pulse.js";

const LARGEST_WIDTH = 640;
const QUALITY = 0.85;
const SILENT_MS = 5000;

const KINDS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busy",
  AbortError: "busy",
};

export class CameraTrouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

export class Camera {
  // onPicture(blob, takenMs) per picture that is wanted; onTrouble(kind) when the camera goes.
  constructor(video, { wants, onPicture, onTrouble }) {
    this.video = video;
    this.wants = wants;
    this.onPicture = onPicture;
    this.onTrouble = onTrouble;
    this.stream = null;
    this.sheet = document.createElement("canvas");
    this.encoding = false;
    this.lastMs = 0;
  }

  get isOpen() {
    return this.stream?.getVideoTracks()[0]?.readyState === "live";
  }

  async open() {
    if (this.isOpen) return;
    if (!navigator.mediaDevices?.getUserMedia) throw new CameraTrouble("insecure");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: "user" },
      });
    } catch (error) {
      throw new CameraTrouble(KINDS[error.name] ?? "busy");
    }
    this.stream.getVideoTracks()[0].addEventListener("ended", () => this.lose("unplugged"));
    this.video.srcObject = this.stream;
    try {
      await this.video.play();
    } catch {
      throw new CameraTrouble("frozen");
    }
    this.lastMs = performance.now();
    this.rest = pulse(() => this.check(), () => { this.lastMs = performance.now(); });
    this.follow();
  }

  close() {
    this.rest?.();
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  lose(kind) {
    if (!this.stream) return;
    this.close();
    this.onTrouble(kind);
  }

  check() {
    const silent = performance.now() - this.lastMs > SILENT_MS;
    if (silent && document.visibilityState === "visible") this.lose("frozen");
  }

  follow() {
    const { video } = this;
    const next = (now, about) => {
      if (!this.stream) return;
      this.lastMs = performance.now();
      this.take(about?.captureTime ?? now);
      this.follow();
    };
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(next);
    else requestAnimationFrame((now) => next(now, null));
  }

  take(takenMs) {
    const { video, sheet } = this;
    if (this.encoding || !video.videoWidth || !this.wants()) return;
    const scale = Math.min(1, LARGEST_WIDTH / video.videoWidth);
    sheet.width = Math.round(video.videoWidth * scale);
    sheet.height = Math.round(video.videoHeight * scale);
    sheet.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0, sheet.width, sheet.height);
    this.encoding = true;
    sheet.toBlob((blob) => {
      this.encoding = false;
      if (blob && this.stream) this.onPicture(blob, takenMs);
    }, "image/jpeg", QUALITY);
  }
}
