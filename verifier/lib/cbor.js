// A strict CBOR reader (RFC 8949). It accepts integers, byte strings, text, arrays, maps with integer or text keys, true,
// false and null; definite lengths, shortest-form heads, no duplicate keys, valid UTF-8, nothing after the item. All else
// is refused, so that two programs can never read one card in two ways.

/** The bytes are not CBOR of the strict kind this program accepts. */
export class CborError extends Error {}

/**
 * @typedef {number | bigint | string | boolean | null | Uint8Array<ArrayBuffer> | CborValue[] | CborMap} CborValue
 * @typedef {Map<number | bigint | string, CborValue>} CborMap
 */

const MAX_DEPTH = 8;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
// The least argument that needs this many bytes after the head; anything smaller had a shorter form.
const LEAST = { 1: 24n, 2: 0x100n, 4: 0x10000n, 8: 0x100000000n };

class Reader {
  /** @param {Uint8Array<ArrayBuffer>} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  /** @param {number | bigint} count */
  take(count) {
    const left = this.bytes.length - this.at;
    if (count > left) throw new CborError("ends early");
    const start = this.at;
    this.at += Number(count);
    return this.bytes.slice(start, this.at);
  }

  /**
   * The argument of a head (RFC 8949, 3), in its shortest form.
   * @param {number} info
   * @returns {number | bigint}
   */
  argument(info) {
    if (info < 24) return info;
    if (info > 27) throw new CborError("indefinite or reserved length");
    const width = /** @type {1 | 2 | 4 | 8} */ (1 << (info - 24));
    const value = this.unsigned(width);
    if (value < LEAST[width]) throw new CborError("not the shortest form");
    return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }

  /** @param {1 | 2 | 4 | 8} width */
  unsigned(width) {
    if (this.at + width > this.bytes.length) throw new CborError("ends early");
    const at = this.at;
    this.at += width;
    if (width === 1) return BigInt(this.view.getUint8(at));
    if (width === 2) return BigInt(this.view.getUint16(at));
    if (width === 4) return BigInt(this.view.getUint32(at));
    return this.view.getBigUint64(at);
  }

  /**
   * One head: major type, the low five bits as they stand, and the argument (RFC 8949, 3).
   */
  head() {
    if (this.at >= this.bytes.length) throw new CborError("ends early");
    const first = this.bytes[this.at++];
    return { major: first >> 5, info: first & 31, argument: this.argument(first & 31) };
  }

  /**
   * One whole item.
   * @param {number} depth
   * @returns {CborValue}
   */
  item(depth) {
    const { major, info, argument } = this.head();
    switch (major) {
      case 0:
        return argument;
      case 1:
        return typeof argument === "number" && argument < Number.MAX_SAFE_INTEGER ? -1 - argument : -1n - BigInt(argument);
      case 2:
        return this.take(argument);
      case 3:
        return text(this.take(argument));
      case 4:
        return this.array(argument, depth);
      case 5:
        return this.map(argument, depth);
      case 6:
        throw new CborError("a tag where none is allowed");
      default:
        return simple(info);
    }
  }

  /**
   * How many entries a container has. Each takes at least a byte, so a false count costs no memory.
   * @param {number | bigint} argument
   * @param {number} depth
   */
  count(argument, depth) {
    if (depth === MAX_DEPTH) throw new CborError("nested too deeply");
    if (argument > this.bytes.length - this.at) throw new CborError("ends early");
    return Number(argument);
  }

  /**
   * @param {number | bigint} argument
   * @param {number} depth
   */
  array(argument, depth) {
    /** @type {CborValue[]} */
    const items = [];
    for (let left = this.count(argument, depth); left > 0; left--) items.push(this.item(depth + 1));
    return items;
  }

  /**
   * @param {number | bigint} argument
   * @param {number} depth
   */
  map(argument, depth) {
    /** @type {CborMap} */
    const map = new Map();
    for (let left = this.count(argument, depth); left > 0; left--) {
      const key = this.item(depth + 1);
      if (typeof key !== "number" && typeof key !== "bigint" && typeof key !== "string") {
        throw new CborError("a map key is neither an integer nor text");
      }
      if (map.has(key)) throw new CborError("a key stands twice");
      map.set(key, this.item(depth + 1));
    }
    return map;
  }
}

/**
 * @param {number} info the low five bits of the head
 */
function simple(info) {
  if (info === 20 || info === 21) return info === 21;
  if (info === 22) return null;
  throw new CborError("a float or an unknown simple value");
}

/** @param {Uint8Array} bytes */
function text(bytes) {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new CborError("text is not UTF-8");
  }
}

/**
 * Read exactly one CBOR item. Throws CborError.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {CborValue}
 */
export function decode(bytes) {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  if (reader.at !== bytes.length) throw new CborError("bytes after the item");
  return value;
}

/**
 * The tag that the bytes begin with, or null when they begin with something else. Throws CborError.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export function leadingTag(bytes) {
  const { major, argument } = new Reader(bytes).head();
  return major === 6 ? argument : null;
}

/**
 * The head of an item whose argument is below 2^32, in its shortest form.
 * @param {number} major
 * @param {number} argument
 */
function head(major, argument) {
  if (argument < 24) return [(major << 5) | argument];
  if (argument < 0x100) return [(major << 5) | 24, argument];
  if (argument < 0x10000) return [(major << 5) | 25, argument >> 8, argument & 0xff];
  return [(major << 5) | 26, argument >>> 24, (argument >> 16) & 0xff, (argument >> 8) & 0xff, argument & 0xff];
}

/**
 * The COSE Sig_structure (RFC 9052, 4.4) of a COSE_Sign1 with no external data, encoded.
 * @param {Uint8Array} protectedBytes
 * @param {Uint8Array} payload
 */
export function signatureStructure(protectedBytes, payload) {
  const context = new TextEncoder().encode("Signature1");
  const parts = [
    [0x84],
    head(3, context.length),
    context,
    head(2, protectedBytes.length),
    protectedBytes,
    [0x40],
    head(2, payload.length),
    payload,
  ];
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
