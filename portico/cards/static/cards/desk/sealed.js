// @ts-check
/**
 * Keeps the unfinished application of this tab through a reload, and readable to nobody afterwards.
 *
 * A browser may write session storage to its disk. So what is stored is AES-256-GCM under a key that the server
 * holds in memory for this sign-in and forgets at issue, decline, sign-out or time-out.
 */

import { SIGNED_IN_AGAIN } from "./server.js";

const PLACE = "portico-desk";
const TAB = "portico-desk-tab";

/** @param {Uint8Array} bytes */
const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** A name for this tab: random, lower-case, no meaning. */
export function tabName() {
  let name = sessionStorage.getItem(TAB);
  if (!name) {
    name = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem(TAB, name);
  }
  return name;
}

export class SealedTab {
  /** @param {() => Promise<string>} fetchKey  gives the tab's key in base64, from the server */
  constructor(fetchKey) {
    this.fetchKey = fetchKey;
    /** @type {Promise<CryptoKey> | null} */
    this.opened = null;
    /** Writes follow one another, so that an older state never overwrites a newer one. */
    this.turn = Promise.resolve();
    // The key belonged to the sign-in that ended; what is saved from now on must open under the new one.
    addEventListener(SIGNED_IN_AGAIN, () => (this.opened = null));
  }

  key() {
    this.opened ??= this.fetchKey().then((text) =>
      crypto.subtle.importKey("raw", fromBase64(text), "AES-GCM", false, ["encrypt", "decrypt"]),
    );
    // A failed fetch (no connection) must not stick: the next save asks again.
    this.opened.catch(() => (this.opened = null));
    return this.opened;
  }

  /** True when something was left in this tab. */
  get waiting() {
    return sessionStorage.getItem(PLACE) !== null;
  }

  /**
   * Seals and stores a state; the stored text tells its length only in steps of 16 kB.
   * @param {object} state
   */
  save(state) {
    this.turn = this.turn.then(async () => {
      const key = await this.key();
      const plain = new TextEncoder().encode(JSON.stringify(state));
      const padded = new Uint8Array(Math.ceil((plain.length + 1) / 16384) * 16384).fill(0x20);
      padded.set(plain);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, padded));
      sessionStorage.setItem(PLACE, `${toBase64(iv)}.${toBase64(sealed)}`);
    });
    this.turn = this.turn.catch(() => undefined);
    return this.turn;
  }

  /**
   * Opens what was left. Returns null when there is nothing, or when the key is gone (signed out, timed out, or
   * the server was restarted): then it can be opened by nobody, and is removed.
   * @returns {Promise<any>}
   */
  async load() {
    const stored = sessionStorage.getItem(PLACE);
    if (!stored) return null;
    const key = await this.key();
    try {
      const [iv, sealed] = stored.split(".").map(fromBase64);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      this.clear();
      return null;
    }
  }

  /** Forgets what is stored, after any write under way. */
  clear() {
    sessionStorage.removeItem(PLACE);
    this.turn = this.turn.then(() => sessionStorage.removeItem(PLACE));
    return this.turn;
  }

  /** Starts a new visit: a new name for the tab, so a new key. */
  renew() {
    sessionStorage.removeItem(TAB);
    this.opened = null;
    return this.clear();
  }
}
