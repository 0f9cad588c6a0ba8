// COSE_Sign1 (RFC 9052, 4.2) with ES256 (RFC 9053, 2.1), and P-256 keys as COSE_Key with their thumbprints (RFC 9679).

import { CborError, decode, leadingTag, signatureStructure } from "./cbor.js";

/** @typedef {import("./cbor.js").CborMap} CborMap */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/**
 * @typedef {object} Sign1
 * @property {Bytes} protectedBytes the protected header as signed
 * @property {CborMap} header the protected header
 * @property {Bytes} payload
 * @property {Bytes} signature r || s
 */

export const ES256 = -7;
const SIGN1_TAG = 18;
const HEADER = { ALG: 1, CRIT: 2, KID: 4, TYP: 16 };
const KEY = { KTY: 1, KID: 2, ALG: 3, CRV: -1, X: -2, Y: -3 };
const EC2 = 2;
const P256 = 1;

/** Well-formed CBOR, but no COSE_Sign1 under tag 18. */
export class NotSign1 extends Error {}
/** Tag 18 with the wrong things under it. */
export class MalformedSign1 extends Error {}
/** A COSE_Key that is no usable P-256 public key. */
export class KeyError extends Error {}

/**
 * Take a COSE_Sign1 apart; nothing is verified here. Throws CborError, NotSign1 or MalformedSign1.
 * @param {Bytes} bytes
 * @returns {Sign1}
 */
export function readSign1(bytes) {
  const tag = leadingTag(bytes);
  if (tag === null) decode(bytes); // CBOR that is not even strict is malformed rather than something else.
  if (tag !== SIGN1_TAG) throw new NotSign1("not tag 18");
  const parts = decode(bytes.subarray(1));
  if (!Array.isArray(parts) || parts.length !== 4) throw new MalformedSign1("not four parts");
  const [protectedBytes, unprotected, payload, signature] = parts;
  if (!(protectedBytes instanceof Uint8Array)) throw new MalformedSign1("protected header");
  if (!(unprotected instanceof Map) || unprotected.size > 0) throw new MalformedSign1("unprotected header");
  if (!(payload instanceof Uint8Array)) throw new MalformedSign1("payload");
  if (!(signature instanceof Uint8Array) || signature.length !== 64) throw new MalformedSign1("signature");
  const header = protectedBytes.length ? readMap(protectedBytes, "protected header") : new Map();
  // "crit" asks for extensions that must be understood (RFC 9052, 3.1); there are none here.
  if (header.has(HEADER.CRIT)) throw new MalformedSign1("crit");
  return { protectedBytes, header, payload, signature };
}

/**
 * Bytes that must hold one CBOR map. Throws CborError or MalformedSign1.
 * @param {Bytes} bytes
 * @param {string} what
 * @returns {CborMap}
 */
export function readMap(bytes, what) {
  const value = decode(bytes);
  if (!(value instanceof Map)) throw new MalformedSign1(what);
  return value;
}

/** @param {Sign1} sign1 */
export const algorithm = (sign1) => sign1.header.get(HEADER.ALG);

/** @param {Sign1} sign1 */
export const type = (sign1) => sign1.header.get(HEADER.TYP);

/** @param {Sign1} sign1 */
export const hasType = (sign1) => sign1.header.has(HEADER.TYP);

/**
 * The key id as lower-case hex, or null when it is missing or of another length than eight bytes.
 * @param {Sign1} sign1
 */
export function kid(sign1) {
  const value = sign1.header.get(HEADER.KID);
  return value instanceof Uint8Array && value.length === 8 ? hex(value) : null;
}

/**
 * Does the ES256 signature belong to this key?
 * @param {Sign1} sign1
 * @param {CryptoKey} key
 */
export function verifySignature(sign1, key) {
  const signed = signatureStructure(sign1.protectedBytes, sign1.payload);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, sign1.signature, signed);
}

/**
 * The point of a P-256 COSE_Key (RFC 9053, 7.1.1) as the 64 bytes x || y. Throws KeyError.
 * @param {unknown} key
 * @returns {Bytes}
 */
export function pointOf(key) {
  if (!(key instanceof Map)) throw new KeyError("not a map");
  if (key.get(KEY.KTY) !== EC2 || key.get(KEY.CRV) !== P256) throw new KeyError("not a P-256 key");
  if (key.has(KEY.ALG) && key.get(KEY.ALG) !== ES256) throw new KeyError("not a key for ES256");
  const x = key.get(KEY.X);
  const y = key.get(KEY.Y);
  if (!(x instanceof Uint8Array && x.length === 32)) throw new KeyError("x");
  if (!(y instanceof Uint8Array && y.length === 32)) throw new KeyError("y");
  const point = new Uint8Array(64);
  point.set(x, 0);
  point.set(y, 32);
  return point;
}

/**
 * The key id a COSE_Key states, as hex, or null when it states none.
 * @param {CborMap} key
 */
export function statedKid(key) {
  const value = key.get(KEY.KID);
  return value instanceof Uint8Array ? hex(value) : null;
}

/**
 * The key id of a public key: the first eight bytes of its COSE Key Thumbprint (RFC 9679, 3), as hex.
 * @param {Bytes} point x || y
 */
export async function kidOf(point) {
  const encoded = new Uint8Array(75);
  encoded.set([0xa4, 0x01, 0x02, 0x20, 0x01, 0x21, 0x58, 0x20], 0);
  encoded.set(point.subarray(0, 32), 8);
  encoded.set([0x22, 0x58, 0x20], 40);
  encoded.set(point.subarray(32), 43);
  const digest = await crypto.subtle.digest("SHA-256", encoded);
  return hex(new Uint8Array(digest, 0, 8));
}

/**
 * A WebCrypto key that verifies ES256 signatures. Throws KeyError when the point is not on the curve.
 * @param {Bytes} point x || y
 */
export async function verifyingKey(point) {
  const raw = new Uint8Array(65);
  raw[0] = 4;
  raw.set(point, 1);
  try {
    return await crypto.subtle.importKey("raw", raw, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  } catch {
    throw new KeyError("not a point of P-256");
  }
}

/** @param {Uint8Array} bytes */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export { CborError };
