// @ts-check
/**
 * Takes the portrait: webcam or file, crop guide, retake. The picture never leaves this tab until the card is
 * issued; what is sent is the cropped 26:33 picture alone, without the file's metadata.
 */

export const WIDTH = 624;
export const HEIGHT = 792;
const SMALLEST = 312; // pixels across after cropping: below this the printed portrait is visibly coarse
const QUALITY = 0.9;

/** @typedef {{source: CanvasImageSource, width: number, height: number}} Picture */

export class PhotoDesk {
  /**
   * @param {HTMLElement} root  the photo step
   * @param {(code: string) => void} say  shows a message by its code, or clears it with ""
   * @param {(dataUrl: string) => void} done  receives the finished portrait, or "" when it is thrown away
   */
  constructor(root, say, done) {
    this.say = say;
    this.done = done;
    /** @param {string} name */
    const part = (name) => /** @type {any} */ (root.querySelector(`[data-photo="${name}"]`));
    /** @type {HTMLVideoElement} */ this.video = part("video");
    /** @type {HTMLCanvasElement} */ this.canvas = part("canvas");
    /** @type {HTMLInputElement} */ this.zoom = part("zoom");
    /** @type {HTMLElement} */ this.frame = part("frame");
    /** @type {Record<string, HTMLButtonElement>} */
    this.buttons = { start: part("start"), take: part("take"), again: part("again") };
    /** @type {HTMLInputElement} */ this.file = part("file");
    /** @type {Picture | null} */ this.picture = null;
    this.centre = { x: 0.5, y: 0.5 };
    this.canvas.width = WIDTH;
    this.canvas.height = HEIGHT;
    this.buttons.start.addEventListener("click", () => this.startCamera());
    this.buttons.take.addEventListener("click", () => this.take());
    this.buttons.again.addEventListener("click", () => this.again());
    this.file.addEventListener("change", () => this.fromFile());
    this.zoom.addEventListener("input", () => this.draw());
    this.zoom.addEventListener("change", () => this.finish());
    this.canvas.addEventListener("keydown", (event) => this.moveByKey(event));
    this.moveByPointer();
    this.show("empty");
  }

  /** @param {"empty" | "camera" | "picture"} state */
  show(state) {
    this.frame.dataset.state = state;
    this.buttons.start.hidden = state === "camera";
    this.buttons.take.hidden = state !== "camera";
    this.buttons.again.hidden = state !== "picture";
    this.zoom.disabled = state !== "picture" || !this.picture;
  }

  async startCamera() {
    this.say("");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { width: { ideal: 1280 }, height: { ideal: 960 }, facingMode: "user" },
      });
    } catch (error) {
      const refused = error instanceof DOMException && error.name === "NotAllowedError";
      this.say(refused ? "camera-refused" : "camera-missing");
      return;
    }
    this.video.srcObject = this.stream;
    await this.video.play();
    this.show("camera");
    this.buttons.take.focus();
  }

  stopCamera() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
    this.video.srcObject = null;
  }

  take() {
    const still = document.createElement("canvas");
    still.width = this.video.videoWidth;
    still.height = this.video.videoHeight;
    /** @type {CanvasRenderingContext2D} */ (still.getContext("2d")).drawImage(this.video, 0, 0);
    this.stopCamera();
    this.use({ source: still, width: still.width, height: still.height });
  }

  async fromFile() {
    const file = this.file.files?.[0];
    this.file.value = ""; // so that the browser does not remember which file it was
    if (!file) return;
    if (file.size > 25_000_000) return this.say("photo-file-too-large");
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
      this.stopCamera();
      this.use({ source: bitmap, width: bitmap.width, height: bitmap.height });
    } catch {
      this.say("not-an-image");
    }
  }

  /** @param {Picture} picture */
  use(picture) {
    if (Math.min(picture.width / 26, picture.height / 33) * 26 < SMALLEST) return this.say("photo-too-small");
    this.say("");
    this.picture = picture;
    this.centre = { x: 0.5, y: 0.5 };
    this.zoom.value = "1";
    this.zoom.max = String(Math.max(1, (Math.min(picture.width / 26, picture.height / 33) * 26) / SMALLEST).toFixed(2));
    this.draw();
    this.show("picture");
    this.canvas.focus();
    this.finish();
  }

  /** The part of the picture that the crop shows now, in the picture's own pixels. */
  crop() {
    const picture = /** @type {Picture} */ (this.picture);
    const scale = Math.min(picture.width / 26, picture.height / 33) / Number(this.zoom.value);
    const width = 26 * scale;
    const height = 33 * scale;
    const x = Math.min(Math.max(this.centre.x * picture.width - width / 2, 0), picture.width - width);
    const y = Math.min(Math.max(this.centre.y * picture.height - height / 2, 0), picture.height - height);
    return { x, y, width, height };
  }

  draw() {
    if (!this.picture) return;
    const { x, y, width, height } = this.crop();
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
    context.imageSmoothingQuality = "high";
    context.drawImage(this.picture.source, x, y, width, height, 0, 0, WIDTH, HEIGHT);
  }

  finish() {
    if (!this.picture) return;
    const light = this.brightness();
    this.say(light < 45 ? "photo-dark" : light > 225 ? "photo-bright" : "");
    this.done(this.canvas.toDataURL("image/jpeg", QUALITY));
  }

  /** Mean luma of the middle of the crop, 0 to 255. */
  brightness() {
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
    const { data } = context.getImageData(WIDTH / 4, HEIGHT / 4, WIDTH / 2, HEIGHT / 2);
    let sum = 0;
    for (let n = 0; n < data.length; n += 64) sum += 0.2126 * data[n] + 0.7152 * data[n + 1] + 0.0722 * data[n + 2];
    return sum / Math.ceil(data.length / 64);
  }

  /** @param {KeyboardEvent} event */
  moveByKey(event) {
    /** @type {Record<string, [number, number]>} */
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key];
    if (!move || !this.picture) return;
    event.preventDefault();
    this.moveBy(move[0] * 0.02, move[1] * 0.02);
    this.finish();
  }

  /** @param {number} x @param {number} y  shares of the picture's width and height */
  moveBy(x, y) {
    const picture = /** @type {Picture} */ (this.picture);
    const crop = this.crop();
    // Start from what is shown, not from a centre that lies outside what the crop allows.
    this.centre.x = (crop.x + crop.width / 2) / picture.width + x;
    this.centre.y = (crop.y + crop.height / 2) / picture.height + y;
    this.draw();
  }

  moveByPointer() {
    /** @type {{x: number, y: number} | null} */
    let from = null;
    this.canvas.addEventListener("pointerdown", (event) => {
      from = { x: event.clientX, y: event.clientY };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!from || !this.picture) return;
      const shown = this.crop();
      const box = this.canvas.getBoundingClientRect();
      this.moveBy(
        (((from.x - event.clientX) / box.width) * shown.width) / this.picture.width,
        (((from.y - event.clientY) / box.height) * shown.height) / this.picture.height,
      );
      from = { x: event.clientX, y: event.clientY };
    });
    this.canvas.addEventListener("pointerup", () => {
      if (from) this.finish();
      from = null;
    });
  }

  again() {
    this.clear();
    this.done("");
    this.buttons.start.focus();
  }

  /** Throws the picture away and empties the canvas. */
  clear() {
    this.stopCamera();
    this.picture = null;
    this.canvas.getContext("2d")?.clearRect(0, 0, WIDTH, HEIGHT);
    this.show("empty");
    this.say("");
  }

  /**
   * Shows a portrait that was restored after a reload. It can be retaken, not cropped again.
   * @param {string} dataUrl
   */
  async restore(dataUrl) {
    const image = new Image();
    image.src = dataUrl;
    await image.decode();
    this.canvas.getContext("2d")?.drawImage(image, 0, 0, WIDTH, HEIGHT);
    this.show("picture");
  }
}
