// Base45 (RFC 9285): the alphabet of a QR code's alphanumeric mode.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** The text is not base45. */
export class Base45Error extends Error {}

/**
 * The value of one character, 0 to 44.
 * @param {string} text
 * @param {number} at
 */
function valueAt(text, at) {
  const code = text.charCodeAt(at);
  const value = code < 128 ? VALUES[code] : -1;
  if (value < 0) throw new Base45Error("character outside the base45 alphabet");
  return value;
}

/**
 * Decode base45 text to bytes (RFC 9285, section 4). Throws Base45Error.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function decode(text) {
  const rest = text.length % 3;
  if (rest === 1) throw new Base45Error("one character left over");
  const whole = (text.length - rest) / 3;
  const bytes = new Uint8Array(whole * 2 + (rest ? 1 : 0));
  for (let i = 0; i < whole; i++) {
    const at = i * 3;
    const number = valueAt(text, at) + 45 * valueAt(text, at + 1) + 2025 * valueAt(text, at + 2);
    if (number > 0xffff) throw new Base45Error("three characters say more than two bytes");
    bytes[i * 2] = number >> 8;
    bytes[i * 2 + 1] = number & 0xff;
  }
  if (rest) {
    const number = valueAt(text, whole * 3) + 45 * valueAt(text, whole * 3 + 1);
    if (number > 0xff) throw new Base45Error("two characters say more than one byte");
    bytes[whole * 2] = number;
  }
  return bytes;
}
