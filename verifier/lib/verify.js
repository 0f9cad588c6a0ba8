// One card, one verdict. The order of the checks is part of the card format (docs/card-format.md): two programs that
// follow it give the same verdict for the same reason.

import * as base45 from "./base45.js";
import { Base45Error } from "./base45.js";
import { ClaimsError, IDENTITY, PhotoError, readCard } from "./claims.js";
import { CborError, MalformedSign1, NotSign1 } from "./cose.js";
import * as cose from "./cose.js";
import { StreamTooLarge, DamagedStream, inflate, looksLikeZlib } from "./inflate.js";
import { isRevoked } from "./lists.js";
import * as number from "./number.js";

/** @typedef {import("./cose.js").Bytes} Bytes */
/** @typedef {import("./cose.js").Sign1} Sign1 */
/** @typedef {import("./cbor.js").CborMap} CborMap */
/** @typedef {import("./claims.js").Card} Card */
/** @typedef {import("./claims.js").Claims} Claims */
/** @typedef {import("./lists.js").TrustList} TrustList */
/** @typedef {import("./lists.js").StatusList} StatusList */
/** @typedef {import("./lists.js").Key} Key */
/** @typedef {"valid" | "expired" | "not_yet_valid" | "revoked" | "signature_wrong" | "city_unknown" | "not_a_card" | "unreadable" | "clock_wrong" | "lists_too_old"} Verdict */
/**
 * @typedef {object} Policy
 * @property {boolean} require_status refuse to answer without a status list
 * @property {number} amber_after_s age of the status list that deserves a remark, in seconds
 * @property {number} red_after_s age of the status list that is too old to say, in seconds
 */
/**
 * @typedef {object} Context
 * @property {TrustList | null} trust
 * @property {StatusList | null} status
 * @property {number} now seconds since 1970
 * @property {Policy} policy
 */
/**
 * @typedef {object} Result
 * @property {Verdict} verdict
 * @property {string} reason
 * @property {Claims | null} claims only for a valid card
 * @property {boolean} stale the status list is older than amber_after_s
 * @property {"valid" | "none" | "not_checked" | null} status only for a valid card
 */

/** The most an inflated card may hold, in bytes. */
export const LARGEST_CARD = 4096;
/** The most characters a QR code holds in alphanumeric mode. */
export const LONGEST_TEXT = 4296;
export const SLIP_TYPE = "portico-slip+cwt";
const ISS = 1;
// Clocks of good devices still differ by a little.
const LEEWAY = 300;

/** The one way out of the checks below. */
class Refusal extends Error {
  /**
   * @param {Verdict} verdict
   * @param {string} reason
   */
  constructor(verdict, reason) {
    super(`${verdict}/${reason}`);
    this.verdict = verdict;
    this.reason = reason;
  }
}

/**
 * Verify the text of a QR code, offline. Never throws for anything the text holds.
 * @param {string} text
 * @param {Context} context
 * @returns {Promise<Result>}
 */
export async function verify(text, context) {
  try {
    const sign1 = readToken(await unpack(text));
    const payload = readPayload(sign1);
    const key = findKey(sign1, payload, checkLists(context));
    await checkSignature(sign1, key, context.now);
    const card = readClaims(payload);
    checkDates(card, context.now);
    const { status, stale } = checkStatus(card, context);
    return { verdict: "valid", reason: "ok", claims: card.claims, stale, status };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(error.verdict, error.reason);
  }
}

/**
 * A result that is not valid.
 * @param {Verdict} verdict
 * @param {string} reason
 * @returns {Result}
 */
export function refused(verdict, reason) {
  return { verdict, reason, claims: null, stale: false, status: null };
}

/**
 * Base45 and zlib (checks 1 and 2).
 * @param {string} text
 */
async function unpack(text) {
  const packed = decodeText(text);
  if (!looksLikeZlib(packed)) throw new Refusal("not_a_card", "foreign_code");
  if (text.length > LONGEST_TEXT) throw new Refusal("unreadable", "too_large");
  try {
    return await inflate(packed, LARGEST_CARD);
  } catch (error) {
    if (error instanceof StreamTooLarge) throw new Refusal("unreadable", "too_large");
    if (error instanceof DamagedStream) throw new Refusal("unreadable", "damaged");
    throw error;
  }
}

/** @param {string} text */
function decodeText(text) {
  try {
    return base45.decode(text);
  } catch (error) {
    if (error instanceof Base45Error) throw new Refusal("not_a_card", "foreign_code");
    throw error;
  }
}

/**
 * Does a text look like a card at all? For choosing among several codes in one picture.
 * @param {string} text
 */
export function looksLikeCard(text) {
  try {
    return looksLikeZlib(base45.decode(text));
  } catch {
    return false;
  }
}

/**
 * CBOR and COSE (check 3).
 * @param {Bytes} bytes
 */
function readToken(bytes) {
  return strictly(() => cose.readSign1(bytes));
}

/**
 * @template T
 * @param {() => T} read
 * @returns {T}
 */
function strictly(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotSign1) throw new Refusal("not_a_card", "foreign_code");
    if (error instanceof CborError || error instanceof MalformedSign1) throw new Refusal("unreadable", "malformed");
    throw error;
  }
}

/**
 * The payload, if this is the right kind of token with the right algorithm (checks 3 to 5).
 * @param {Sign1} sign1
 */
function readPayload(sign1) {
  const payload = strictly(() => cose.readMap(sign1.payload, "payload"));
  if (cose.type(sign1) === SLIP_TYPE) throw new Refusal("not_a_card", "slip");
  if (cose.hasType(sign1) || !payload.has(IDENTITY)) throw new Refusal("not_a_card", "no_identity");
  if (cose.algorithm(sign1) !== cose.ES256) throw new Refusal("signature_wrong", "algorithm");
  return payload;
}

/**
 * The trust list, if it can say anything now (check 6).
 * @param {Context} context
 */
function checkLists({ trust, status, now }) {
  if (!trust) throw new Refusal("lists_too_old", "no_lists");
  const earliest = Math.max(trust.iat, status ? status.iat : 0);
  if (now < earliest - LEEWAY) throw new Refusal("clock_wrong", "before_lists");
  if (trust.exp <= now) throw new Refusal("lists_too_old", "trust_expired");
  return trust;
}

/**
 * The key that must have signed this card (check 7).
 * @param {Sign1} sign1
 * @param {CborMap} payload
 * @param {TrustList} trust
 * @returns {Key}
 */
function findKey(sign1, payload, trust) {
  const city = trust.cities.find((one) => one.iss === payload.get(ISS));
  if (!city) throw new Refusal("city_unknown", "issuer");
  const kid = cose.kid(sign1);
  const key = city.keys.find((one) => one.kid === kid);
  if (key) return key;
  const elsewhere = trust.cities.some((one) => one.keys.some((other) => other.kid === kid));
  throw new Refusal("signature_wrong", elsewhere ? "wrong_city" : "unknown_key");
}

/**
 * The signature, and whether its key may sign today (check 8).
 * @param {Sign1} sign1
 * @param {Key} key
 * @param {number} now
 */
async function checkSignature(sign1, key, now) {
  if (!(await cose.verifySignature(sign1, key.key))) throw new Refusal("signature_wrong", "tampered");
  if (now < key.nbf || key.exp <= now) throw new Refusal("signature_wrong", "key_not_in_force");
}

/**
 * The claims, which nobody read before the signature was verified (check 9).
 * @param {CborMap} payload
 */
function readClaims(payload) {
  try {
    return readCard(payload, number.format);
  } catch (error) {
    if (error instanceof ClaimsError) throw new Refusal("unreadable", "claims");
    if (error instanceof PhotoError) throw new Refusal("unreadable", "photo");
    throw error;
  }
}

/**
 * Check 10.
 * @param {Card} card
 * @param {number} now
 */
function checkDates(card, now) {
  if (card.nbf !== null && card.nbf > now) throw new Refusal("not_yet_valid", "nbf");
  if (card.exp <= now) throw new Refusal("expired", "exp");
}

/**
 * The card's bit in the status list, and whether the list is fresh enough to say (checks 11 and 12).
 * @param {Card} card
 * @param {Context} context
 * @returns {{status: "valid" | "none" | "not_checked", stale: boolean}}
 */
function checkStatus(card, { status, now, policy }) {
  if (!card.status) {
    if (policy.require_status) throw new Refusal("not_a_card", "no_status");
    return { status: "none", stale: false };
  }
  const list = status && status.uri === card.status.uri && status.iss === card.claims.issuer ? status : null;
  if (!list) {
    if (policy.require_status) throw new Refusal("lists_too_old", "no_lists");
    return { status: "not_checked", stale: false };
  }
  const age = now - list.iat;
  if (age > policy.red_after_s || list.exp <= now) throw new Refusal("lists_too_old", "status_old");
  const revoked = isRevoked(list, card.status.index);
  if (revoked === null) throw new Refusal("lists_too_old", "index_beyond_list");
  if (revoked) throw new Refusal("revoked", "status");
  return { status: "valid", stale: age > policy.amber_after_s };
}
