// A strict CBOR reader (RFC 8949): definite lengths, shortest-form heads, no duplicate keys, valid UTF-8, nothing after
// the item. Anything else is refused, so that two programs can never read one card in two ways.

/** The bytes are not CBOR of the strict kind this program accepts. */
export class CborError extends Error {}

/** A tagged item (RFC 8949, 3.4). */
export class Tagged {
  /**
   * @param {number | bigint} tag
   * @param {CborValue} value
   */
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

/**
 * @typedef {number | bigint | string | boolean | null | undefined | Uint8Array<ArrayBuffer> | CborValue[] | CborMap | Tagged} CborValue
 * @typedef {Map<CborValue, CborValue>} CborMap
 */

const MAX_DEPTH = 16;
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
   * One whole item.
   * @param {number} depth
   * @returns {CborValue}
   */
  item(depth) {
    if (depth > MAX_DEPTH) throw new CborError("nested too deeply");
    if (this.at >= this.bytes.length) throw new CborError("ends early");
    const head = this.bytes[this.at++];
    const major = head >> 5;
    const info = head & 31;
    if (major === 7) return this.simple(info);
    const argument = this.argument(info);
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
      default:
        return new Tagged(argument, this.item(depth + 1));
    }
  }

  /**
   * @param {number | bigint} count
   * @param {number} depth
   */
  array(count, depth) {
    // Each entry takes at least one byte, so a false count is caught before any memory is set aside.
    if (count > this.bytes.length - this.at) throw new CborError("ends early");
    /** @type {CborValue[]} */
    const items = [];
    for (let i = 0; i < Number(count); i++) items.push(this.item(depth + 1));
    return items;
  }

  /**
   * @param {number | bigint} count
   * @param {number} depth
   */
  map(count, depth) {
    if (count > this.bytes.length - this.at) throw new CborError("ends early");
    /** @type {CborMap} */
    const map = new Map();
    const seen = new Set();
    for (let i = 0; i < Number(count); i++) {
      const start = this.at;
      const key = this.item(depth + 1);
      // Keys are compared as encoded bytes: shortest forms make that exact for keys of every type.
      const encoded = String.fromCharCode(...this.bytes.subarray(start, this.at));
      if (seen.has(encoded)) throw new CborError("a key stands twice");
      seen.add(encoded);
      map.set(key, this.item(depth + 1));
    }
    return map;
  }

  /**
   * Simple values and floats (RFC 8949, 3.3).
   * @param {number} info
   */
  simple(info) {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    if (info === 23) return undefined;
    if (info < 25 || info > 27) throw new CborError("simple value of no use here");
    const width = /** @type {2 | 4 | 8} */ (1 << (info - 24));
    const at = this.at;
    this.unsigned(width);
    if (width === 8) return this.view.getFloat64(at);
    return width === 4 ? this.view.getFloat32(at) : half(this.view.getUint16(at));
  }
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
 * A half-precision float (RFC 8949, appendix D).
 * @param {number} bits
 */
function half(bits) {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction);
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
