// The two signed lists of a city: whom to trust (its keys), and which cards are no longer in force (one bit a card).

import { NotSign1, MalformedSign1, KeyError, CborError } from "./cose.js";
import * as cose from "./cose.js";
import { DamagedStream, StreamTooLarge, inflate, looksLikeZlib } from "./inflate.js";

/** @typedef {import("./cose.js").Bytes} Bytes */
/** @typedef {import("./cbor.js").CborMap} CborMap */
/** @typedef {import("./cbor.js").CborValue} CborValue */
/**
 * @typedef {object} Key
 * @property {string} kid hex
 * @property {CryptoKey} key
 * @property {number} nbf seconds since 1970
 * @property {number} exp seconds since 1970
 */
/**
 * @typedef {object} City
 * @property {string} iss
 * @property {Record<string, string>} name by language
 * @property {string} statusUri
 * @property {Key[]} keys
 */
/**
 * @typedef {object} TrustList
 * @property {number} iat
 * @property {number} exp
 * @property {City[]} cities
 */
/**
 * @typedef {object} StatusList
 * @property {string} iss
 * @property {string} uri
 * @property {number} iat
 * @property {number} exp
 * @property {Bytes} bits eight cards a byte, the first in the lowest bit
 */

export const TRUST_TYPE = "portico-trust+cwt";
export const STATUS_TYPE = "application/statuslist+cwt";
const CWT = { ISS: 1, SUB: 2, EXP: 4, IAT: 6 };
const CITIES = -70001;
const ROOT_KEY = -70002;
const STATUS_LIST = 65533;
// Two mebibytes are sixteen million cards.
const LARGEST_STATUS_LIST = 2 * 1024 * 1024;
const SMALLEST_STATUS_LIST = 131_072 / 8;
const END_OF_TIME = Date.UTC(9999, 11, 31) / 1000;
const LONGEST_TEXT = 500;
const MOST_CITIES = 1000;
const MOST_KEYS = 100;

/** A list that is not what it should be: its shape, its signature or its signer. */
export class ListError extends Error {}

/**
 * @param {unknown} condition
 * @param {string} what
 * @returns {asserts condition}
 */
function must(condition, what) {
  if (!condition) throw new ListError(what);
}

/**
 * Whole seconds since 1970 that JavaScript can count exactly.
 * @param {CborValue | undefined} value
 * @param {string} what
 */
function seconds(value, what) {
  must(typeof value === "number" && Number.isInteger(value) && value >= 0 && value < END_OF_TIME, what);
  return value;
}

/**
 * @param {CborValue | undefined} value
 * @param {string} what
 */
function words(value, what) {
  must(typeof value === "string" && value.length > 0 && [...value].length <= LONGEST_TEXT, what);
  return value;
}

/**
 * Report every way a list can be broken as a ListError.
 * @template T
 * @param {() => Promise<T>} read
 * @returns {Promise<T>}
 */
async function asListError(read) {
  try {
    return await read();
  } catch (error) {
    const known = [CborError, NotSign1, MalformedSign1, KeyError, DamagedStream, StreamTooLarge];
    if (known.some((kind) => error instanceof kind)) throw new ListError(/** @type {Error} */ (error).message);
    throw error;
  }
}

/**
 * Read a trust list and check that the root key signed it. Throws ListError.
 * @param {Bytes} bytes
 * @param {Bytes | null} root the pinned root key as x || y; null takes the key the list itself carries
 * @returns {Promise<TrustList>}
 */
export function readTrustList(bytes, root) {
  return asListError(async () => {
    const sign1 = cose.readSign1(bytes);
    must(cose.type(sign1) === TRUST_TYPE, "not a trust list");
    must(cose.algorithm(sign1) === cose.ES256, "algorithm");
    const payload = cose.readMap(sign1.payload, "payload");
    const point = cose.pointOf(payload.get(ROOT_KEY));
    must(root === null || cose.hex(root) === cose.hex(point), "signed by another root");
    must(cose.kid(sign1) === (await cose.kidOf(point)), "key id");
    must(await cose.verifySignature(sign1, await cose.verifyingKey(point)), "signature");
    const cities = payload.get(CITIES);
    must(Array.isArray(cities) && cities.length <= MOST_CITIES, "cities");
    const iat = seconds(payload.get(CWT.IAT), "iat");
    const exp = seconds(payload.get(CWT.EXP), "exp");
    words(payload.get(CWT.ISS), "name");
    return { iat, exp, cities: distinct(await Promise.all(cities.map(readCity))) };
  });
}

/**
 * The cities, if none of them and none of their keys stands twice.
 * @param {City[]} cities
 */
function distinct(cities) {
  const kids = cities.flatMap((city) => city.keys.map((key) => key.kid));
  must(new Set(kids).size === kids.length, "a key stands twice");
  must(new Set(cities.map((city) => city.iss)).size === cities.length, "a city stands twice");
  return cities;
}

/**
 * @param {CborValue | undefined} value
 * @returns {Promise<City>}
 */
async function readCity(value) {
  must(value instanceof Map, "city");
  const keys = value.get("keys");
  must(Array.isArray(keys) && keys.length <= MOST_KEYS, "keys of a city");
  return {
    iss: words(value.get("iss"), "iss of a city"),
    name: readNames(value.get("name")),
    statusUri: words(value.get("status_list"), "status list of a city"),
    keys: await Promise.all(keys.map(readKey)),
  };
}

/** @param {CborValue | undefined} value */
function readNames(value) {
  must(value instanceof Map && value.size > 0 && value.size <= 50, "name of a city");
  /** @type {Record<string, string>} */
  const names = Object.create(null);
  for (const [language, name] of value) names[words(language, "language")] = words(name, "name of a city");
  return names;
}

/**
 * @param {CborValue | undefined} value
 * @returns {Promise<Key>}
 */
async function readKey(value) {
  must(value instanceof Map, "key");
  const stated = value.get("key");
  const point = cose.pointOf(stated);
  const kid = await cose.kidOf(point);
  const statedKid = cose.statedKid(/** @type {CborMap} */ (stated));
  must(statedKid === null || statedKid === kid, "key id of a key");
  return {
    kid,
    key: await cose.verifyingKey(point),
    nbf: seconds(value.get("nbf"), "nbf of a key"),
    exp: seconds(value.get("exp"), "exp of a key"),
  };
}

/**
 * Read a status list (IETF Token Status List as CWT) and check that a listed city signed it and publishes it at this
 * address. Throws ListError.
 * @param {Bytes} bytes
 * @param {TrustList} trust
 * @returns {Promise<StatusList>}
 */
export function readStatusList(bytes, trust) {
  return asListError(async () => {
    const sign1 = cose.readSign1(bytes);
    must(cose.type(sign1) === STATUS_TYPE, "not a status list");
    must(cose.algorithm(sign1) === cose.ES256, "algorithm");
    const payload = cose.readMap(sign1.payload, "payload");
    const iss = words(payload.get(CWT.ISS), "iss");
    const uri = words(payload.get(CWT.SUB), "uri");
    const iat = seconds(payload.get(CWT.IAT), "iat");
    const city = trust.cities.find((one) => one.iss === iss);
    must(city && city.statusUri === uri, "not a list of this city");
    const key = city.keys.find((one) => one.kid === cose.kid(sign1));
    must(key, "key id");
    must(key.nbf <= iat && iat < key.exp, "key not in force");
    must(await cose.verifySignature(sign1, key.key), "signature");
    const exp = seconds(payload.get(CWT.EXP), "exp");
    return { iss, uri, iat, exp, bits: await readBits(payload.get(STATUS_LIST)) };
  });
}

/** @param {CborValue | undefined} value */
async function readBits(value) {
  must(value instanceof Map && value.get("bits") === 1, "bits");
  const packed = value.get("lst");
  must(packed instanceof Uint8Array && looksLikeZlib(packed), "list");
  const bits = await inflate(packed, LARGEST_STATUS_LIST);
  must(bits.length >= SMALLEST_STATUS_LIST, "shorter than 131,072 cards");
  return bits;
}

/**
 * Is the card's bit set? Null when the index lies beyond the list.
 * @param {StatusList} list
 * @param {number} index
 */
export function isRevoked(list, index) {
  const at = Math.floor(index / 8);
  if (at >= list.bits.length) return null;
  return ((list.bits[at] >> (index % 8)) & 1) === 1;
}
