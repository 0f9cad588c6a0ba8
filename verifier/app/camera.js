// The rear camera, frame by frame, until a code is found. It adapts to the speed of the device and stops with the page.

/** @typedef {import("./decoder.js").Decoder} Decoder */
/** @typedef {"denied" | "none" | "busy" | "insecure"} Trouble */

const WIDEST = 1600;
const NARROWEST = 720;
const SLOW_MS = 160;
const QUICK_MS = 60;

/** The camera cannot be used. */
export class CameraTrouble extends Error {
  /** @param {Trouble} kind */
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/**
 * @param {unknown} error
 * @returns {Trouble}
 */
function kindOf(error) {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  return "busy";
}

export class Camera {
  /**
   * @param {HTMLVideoElement} video
   * @param {Decoder} decoder
   */
  constructor(video, decoder) {
    this.video = video;
    this.decoder = decoder;
    /** @type {MediaStream | null} */
    this.stream = null;
    this.widest = 1280;
    this.frames = 0;
    // Several starts and stops may overlap while the browser asks for permission; only the last one counts.
    this.turn = 0;
  }

  /** Open the camera. Throws CameraTrouble. False when it was stopped while it opened. */
  async start() {
    this.stop();
    const turn = this.turn;
    if (!navigator.mediaDevices?.getUserMedia) throw new CameraTrouble("insecure");
    const stream = await open();
    if (turn !== this.turn) {
      release(stream);
      return false;
    }
    this.stream = stream;
    this.frames = 0;
    this.video.srcObject = stream;
    try {
      await this.video.play();
    } catch {
      if (turn !== this.turn) return false;
      this.stop();
      throw new CameraTrouble("busy");
    }
    return turn === this.turn;
  }

  stop() {
    this.turn++;
    if (this.stream) release(this.stream);
    this.stream = null;
    this.video.srcObject = null;
  }

  get track() {
    return this.stream?.getVideoTracks()[0] ?? null;
  }

  get hasTorch() {
    // "torch" is in the Image Capture specification but not in the types of every browser.
    const capabilities = /** @type {{torch?: boolean}} */ (this.track?.getCapabilities?.() ?? {});
    return capabilities.torch === true;
  }

  /** @param {boolean} on */
  async light(on) {
    const wish = /** @type {MediaTrackConstraintSet} */ ({ torch: on });
    await this.track?.applyConstraints({ advanced: [wish] }).catch(() => {});
  }

  /**
   * Look until codes are found; null when the camera was stopped first. Throws CameraTrouble when it is unplugged, and
   * DecoderFailed.
   * @returns {Promise<string[] | null>}
   */
  async look() {
    const { turn, video } = this;
    while (turn === this.turn) {
      await nextFrame(video);
      if (turn !== this.turn) return null;
      if (this.track?.readyState === "ended") {
        this.stop();
        throw new CameraTrouble("busy");
      }
      if (!video.videoWidth) continue;
      const { texts, ms } = await this.decoder.read(await this.grab());
      if (turn !== this.turn) return null;
      if (texts.length) return texts;
      this.adapt(ms);
      // Leaves a third of the processor's time to the rest of the device.
      await new Promise((resolve) => setTimeout(resolve, ms / 2));
    }
    return null;
  }

  /** A frame: by turns all of it made smaller, and its middle square as sharp as it came. */
  grab() {
    const { videoWidth: width, videoHeight: height } = this.video;
    this.frames++;
    const side = Math.min(width, height);
    if (this.frames % 3 === 0 && Math.max(width, height) > this.widest) {
      return createImageBitmap(this.video, (width - side) / 2, (height - side) / 2, side, side);
    }
    const scale = Math.min(1, this.widest / Math.max(width, height));
    return createImageBitmap(this.video, {
      resizeWidth: Math.round(width * scale),
      resizeHeight: Math.round(height * scale),
      resizeQuality: "medium",
    });
  }

  /** @param {number} ms that the last frame took */
  adapt(ms) {
    if (ms > SLOW_MS) this.widest = Math.max(NARROWEST, Math.round(this.widest * 0.85));
    else if (ms < QUICK_MS) this.widest = Math.min(WIDEST, Math.round(this.widest * 1.1));
  }
}

async function open() {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch (error) {
    throw new CameraTrouble(kindOf(error));
  }
}

/** @param {MediaStream} stream */
function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Wait for a new frame, or a moment if none comes (a camera that was unplugged sends none).
 * @param {HTMLVideoElement} video
 * @returns {Promise<void>}
 */
function nextFrame(video) {
  return new Promise((resolve) => {
    setTimeout(resolve, 500);
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(() => resolve());
    else setTimeout(resolve, 60);
  });
}
