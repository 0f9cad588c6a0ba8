// Pictures are known by their first bytes: what a card declares must be what it carries.

/**
 * @typedef {object} Photo
 * @property {string} format "webp", "avif", "jpeg" or "png"
 * @property {Uint8Array<ArrayBuffer>} bytes
 */

/**
 * Sub-formats of Claim 169 (1.2.1) that every browser can show. JPEG 2000, TIFF and WSQ are refused.
 * @type {Record<number, string | undefined>}
 */
export const FORMATS = { 0: "png", 1: "jpeg", 3: "avif", 4: "webp" };

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {string} text ASCII
 */
function says(bytes, at, text) {
  if (bytes.length < at + text.length) return false;
  return [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
}

/**
 * Do the bytes begin like a picture of this format?
 * @param {string} format
 * @param {Uint8Array} bytes
 */
export function matches(format, bytes) {
  switch (format) {
    case "webp":
      return says(bytes, 0, "RIFF") && says(bytes, 8, "WEBP");
    case "avif":
      return says(bytes, 4, "ftypavif") || says(bytes, 4, "ftypavis");
    case "png":
      return says(bytes, 0, "\x89PNG\r\n\x1a\n");
    case "jpeg":
      return says(bytes, 0, "\xff\xd8\xff");
    default:
      return false;
  }
}
