// A small city made for the tests with node:crypto and cborg: keys, cards and lists, right or wrong on purpose.

import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { deflateSync } from "node:zlib";
import { Tagged, encode } from "cborg";

export const NOW = Date.parse("2026-12-01T12:00:00Z") / 1000;
export const DAY = 86_400;
export const ISSUER = "https://lanternbay.example";
export const STATUS_URI = `${ISSUER}/lists/status.cwt`;
export const POLICY = { require_status: true, amber_after_s: DAY, red_after_s: 7 * DAY };
export const PHOTO = Buffer.from("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA", "base64");

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** Base45 (RFC 9285, section 4) of bytes. */
export function base45(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    let number = pair ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    for (let n = 0; n < (pair ? 3 : 2); n++) {
      text += ALPHABET[number % 45];
      number = Math.floor(number / 45);
    }
  }
  return text;
}

/** A P-256 key pair with its point and key id (RFC 9679). */
export function makeKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" });
  const x = Buffer.from(jwk.x, "base64url");
  const y = Buffer.from(jwk.y, "base64url");
  const thumbprint = createHash("sha256").update(Buffer.from(encode(map([1, 2], [-1, 1], [-2, x], [-3, y])))).digest();
  return { privateKey, x, y, point: new Uint8Array([...x, ...y]), kid: new Uint8Array(thumbprint.subarray(0, 8)) };
}

/** A CBOR map with the given pairs. */
export const map = (...pairs) => new Map(pairs);

/** The bytes of a COSE_Sign1 over a payload (bytes, or anything cborg encodes). */
export function sign1(key, payload, { typ = null, alg = -7, kid = key.kid, tag = 18, header = null, spoil = null } = {}) {
  const protectedMap = header ?? map([1, alg], [4, kid], ...(typ ? [[16, typ]] : []));
  const protectedBytes = protectedMap instanceof Uint8Array ? protectedMap : encode(protectedMap);
  const payloadBytes = payload instanceof Uint8Array ? payload : encode(payload);
  const signed = encode(["Signature1", protectedBytes, new Uint8Array(0), payloadBytes]);
  const signature = new Uint8Array(sign("sha256", signed, { key: key.privateKey, dsaEncoding: "ieee-p1363" }));
  const parts = [protectedBytes, new Map(), payloadBytes, signature];
  if (spoil) spoil(parts);
  return new Uint8Array(encode(tag === null ? parts : new Tagged(tag, parts)));
}

/** The text of a code over the bytes of a token. */
export const pack = (bytes) => base45(deflateSync(bytes));

/** The identity map of the alarm resident, with changes. */
export function identity(changes = []) {
  const pairs = map(
    [4, "Zérafina Quillfeather-Mbeki"],
    [8, "19870423"],
    [62, [map([0, new Uint8Array(PHOTO)], [1, 0], [2, 4])]],
  );
  for (const [key, value] of changes) value === undefined ? pairs.delete(key) : pairs.set(key, value);
  return pairs;
}

/** The payload of a card, with changes to its claims and to its identity map. */
export function payload({ claims = [], id = [], index = 42_193 } = {}) {
  const pairs = map(
    [1, ISSUER],
    [4, Date.parse("2028-01-01T12:00:00Z") / 1000],
    [169, identity(id)],
    [65535, map(["status_list", map(["idx", index], ["uri", STATUS_URI])])],
  );
  for (const [key, value] of claims) value === undefined ? pairs.delete(key) : pairs.set(key, value);
  return pairs;
}

/** A city with a root key and one signing key, and the lists that name it. */
export class SmallCity {
  constructor({ root = makeKey(), key = makeKey(), issuer = ISSUER } = {}) {
    Object.assign(this, { root, key, issuer });
  }

  card(options = {}, signing = {}) {
    return pack(sign1(signing.key ?? this.key, payload(options), signing));
  }

  listed({ nbf = NOW - 365 * DAY, exp = NOW + 365 * DAY } = {}) {
    const { key } = this;
    const coseKey = map([1, 2], [2, key.kid], [3, -7], [-1, 1], [-2, key.x], [-3, key.y]);
    return map(
      ["iss", this.issuer],
      ["name", map(["en", "Lantern Bay"], ["fr", "Baie-des-Lanternes"])],
      ["status_list", `${this.issuer}/lists/status.cwt`],
      ["keys", [map(["key", coseKey], ["nbf", nbf], ["exp", exp])]],
    );
  }

  trust({ iat = NOW - DAY, exp = NOW + 30 * DAY, cities = [this.listed()], key = this.root, carried = key, ...rest } = {}) {
    const rootKey = map([1, 2], [2, carried.kid], [3, -7], [-1, 1], [-2, carried.x], [-3, carried.y]);
    const claims = map([1, "Lantern Bay root"], [4, exp], [6, iat], [-70002, rootKey], [-70001, cities]);
    return sign1(key, claims, { typ: "portico-trust+cwt", ...rest });
  }

  status({ revoked = [], iat = NOW - 3600, exp = NOW + 30 * DAY, uri = STATUS_URI, size = 131_072, key = this.key, ...rest } = {}) {
    const bits = Buffer.alloc(size / 8);
    for (const index of revoked) bits[index >> 3] |= 1 << (index & 7);
    const list = map(["bits", 1], ["lst", new Uint8Array(deflateSync(bits))]);
    const claims = map([1, this.issuer], [2, uri], [4, exp], [6, iat], [65533, list], [65534, 3600]);
    return sign1(key, claims, { typ: "application/statuslist+cwt", ...rest });
  }
}
