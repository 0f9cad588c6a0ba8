// What a card says: CWT claims (RFC 8392) with the identity map of MOSIP Claim 169, version 1.2.1.

import { FORMATS, matches } from "./photo.js";

/** @typedef {import("./cbor.js").CborMap} CborMap */
/** @typedef {import("./cbor.js").CborValue} CborValue */
/** @typedef {import("./photo.js").Photo} Photo */
/**
 * @typedef {object} Claims
 * @property {string} name
 * @property {string} birth_date YYYY-MM-DD
 * @property {string} expires YYYY-MM-DD
 * @property {string} issuer
 * @property {string} [number]
 * @property {string} [gender]
 * @property {string} [address]
 * @property {string} [guardian]
 * @property {string} [second_name]
 * @property {string} [second_name_language]
 * @property {Photo} photo
 */
/**
 * @typedef {object} Card
 * @property {Claims} claims
 * @property {number} exp seconds since 1970
 * @property {number | null} nbf seconds since 1970
 * @property {{index: number, uri: string} | null} status
 */

export const IDENTITY = 169;
const CWT = { ISS: 1, EXP: 4, NBF: 5, IAT: 6, STATUS: 65535 };
const ID = { NAME: 4, BIRTH: 8, GENDER: 9, ADDRESS: 10, GUARDIAN: 15, NAME_2: 19, LANGUAGE_2: 20, FACE: 62, GENDER_TEXT: 66 };
const FACE = { DATA: 0, FORMAT: 1, SUB_FORMAT: 2 };
const IMAGE = 0;
const GENDERS = ["M", "F", "X"];
const LATEST = Date.UTC(9999, 11, 31) / 1000;
const HALF_DAY = 43_200;

/** A claim of the wrong type, length or form. */
export class ClaimsError extends Error {}
/** A photo that is missing or is no picture of the kind it says. */
export class PhotoError extends Error {}

/**
 * @param {unknown} condition
 * @param {string} what
 * @returns {asserts condition}
 */
function must(condition, what) {
  if (!condition) throw new ClaimsError(what);
}

/**
 * @param {CborValue | undefined} value
 * @param {string} what
 */
function seconds(value, what) {
  must(typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LATEST, what);
  return value;
}

/**
 * A text of 1 to `most` characters (Unicode code points).
 * @param {CborValue | undefined} value
 * @param {number} most
 * @param {string} what
 */
function words(value, most, what) {
  must(typeof value === "string" && value.length > 0 && [...value].length <= most, what);
  return value;
}

/**
 * Read the claims of a card whose signature was verified. Throws ClaimsError or PhotoError.
 * @param {CborMap} payload
 * @param {(index: number) => string} number how a status index becomes a card number
 * @returns {Card}
 */
export function readCard(payload, number) {
  const identity = payload.get(IDENTITY);
  must(identity instanceof Map, "identity");
  const exp = seconds(payload.get(CWT.EXP), "exp");
  const nbf = payload.has(CWT.NBF) ? seconds(payload.get(CWT.NBF), "nbf") : null;
  if (payload.has(CWT.IAT)) seconds(payload.get(CWT.IAT), "iat");
  const status = payload.has(CWT.STATUS) ? readStatus(payload.get(CWT.STATUS)) : null;
  const issuer = words(payload.get(CWT.ISS), 120, "iss");
  const claims = {
    name: words(identity.get(ID.NAME), 120, "name"),
    birth_date: readBirthDate(identity.get(ID.BIRTH)),
    expires: expiryDate(exp),
    issuer,
    ...(status ? { number: number(status.index) } : {}),
    ...readOptional(identity),
    photo: readPhoto(identity.get(ID.FACE)),
  };
  return { claims, exp, nbf, status };
}

/**
 * The date printed on the card: `exp` is noon UTC of the day after it, when that day ends at UTC-12, the last place on
 * Earth where it is still that day.
 * @param {number} exp seconds since 1970
 */
function expiryDate(exp) {
  return new Date(Math.max(0, exp - HALF_DAY - 1) * 1000).toISOString().slice(0, 10);
}

/** @param {CborMap} identity */
function readOptional(identity) {
  /** @type {Partial<Claims>} */
  const found = {};
  const gender = readGender(identity);
  if (gender !== null) found.gender = gender;
  if (identity.has(ID.ADDRESS)) found.address = words(identity.get(ID.ADDRESS), 200, "address");
  if (identity.has(ID.GUARDIAN)) found.guardian = words(identity.get(ID.GUARDIAN), 120, "guardian");
  if (identity.has(ID.NAME_2)) found.second_name = words(identity.get(ID.NAME_2), 120, "second name");
  if (identity.has(ID.LANGUAGE_2)) found.second_name_language = words(identity.get(ID.LANGUAGE_2), 120, "its language");
  return found;
}

/** @param {CborMap} identity */
function readGender(identity) {
  if (identity.has(ID.GENDER_TEXT)) {
    must(!identity.has(ID.GENDER), "gender twice");
    return words(identity.get(ID.GENDER_TEXT), 120, "gender");
  }
  if (!identity.has(ID.GENDER)) return null;
  const code = identity.get(ID.GENDER);
  must(code === 1 || code === 2 || code === 3, "gender");
  return GENDERS[code - 1];
}

/** @param {CborValue | undefined} value */
function readStatus(value) {
  must(value instanceof Map, "status");
  const reference = value.get("status_list");
  must(reference instanceof Map, "status");
  const index = reference.get("idx");
  must(typeof index === "number" && Number.isInteger(index) && index >= 0 && index <= 99_999_999, "status index");
  return { index, uri: words(reference.get("uri"), 120, "status uri") };
}

/**
 * "YYYYMMDD", or "YYYY-MM-DD" as the specification's own example has it, and a day that exists.
 * @param {CborValue | undefined} value
 */
function readBirthDate(value) {
  const parts = typeof value === "string" ? /^(\d{4})(-?)(\d{2})\2(\d{2})$/.exec(value) : null;
  must(parts, "birth date");
  const date = `${parts[1]}-${parts[3]}-${parts[4]}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  must(parts[1] !== "0000" && !Number.isNaN(time) && new Date(time).toISOString().startsWith(date), "birth date");
  return date;
}

/**
 * @param {CborValue | undefined} value
 * @returns {Photo}
 */
function readPhoto(value) {
  if (!Array.isArray(value) || value.length === 0) throw new PhotoError("no photo");
  const face = value[0];
  if (!(face instanceof Map)) throw new PhotoError("photo");
  const bytes = face.get(FACE.DATA);
  const subFormat = face.get(FACE.SUB_FORMAT);
  if (face.get(FACE.FORMAT) !== IMAGE || typeof subFormat !== "number") throw new PhotoError("photo format");
  const format = FORMATS[subFormat];
  if (!format || !(bytes instanceof Uint8Array) || !matches(format, bytes)) throw new PhotoError("not the picture it says");
  return { format, bytes };
}
