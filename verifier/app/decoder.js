// Hands pictures to the worker that finds codes in them. One picture is in flight at a time; it is dropped once read.

/** @typedef {{texts: string[], ms: number}} Reading */

/** The worker did not start: an old browser, or a file that is missing. */
export class DecoderFailed extends Error {}

export class Decoder {
  constructor() {
    this.worker = new Worker(new URL("../reader.js", import.meta.url), { type: "module" });
    /** @type {{resolve: (reading: Reading) => void, reject: (error: Error) => void} | null} */
    this.waiting = null;
    this.failed = false;
    this.worker.onmessage = ({ data }) => (data.failed ? this.fail() : this.settle(data));
    this.worker.onerror = () => this.fail();
  }

  /**
   * Find codes in a picture, which is given away. Rejects with DecoderFailed.
   * @param {ImageBitmap} bitmap
   * @returns {Promise<Reading>}
   */
  read(bitmap) {
    if (this.failed) return Promise.reject(new DecoderFailed());
    if (this.waiting) throw new Error("a picture is in flight");
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.worker.postMessage(bitmap, [bitmap]);
    });
  }

  /** @param {Reading} reading */
  settle(reading) {
    const waiting = this.waiting;
    this.waiting = null;
    waiting?.resolve(reading);
  }

  fail() {
    this.failed = true;
    this.waiting?.reject(new DecoderFailed());
    this.waiting = null;
  }
}
