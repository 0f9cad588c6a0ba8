// Keeps the city's lists: fetches them whole, accepts only what verifies and is not older, and keeps the last good ones.

import { ListError, readStatusList, readTrustList } from "../lib/lists.js";
import { BEFORE_FIRST_CONTACT, SettingsError, readCitySettings } from "./settings.js";
import * as shelf from "./shelf.js";

/** @typedef {import("../lib/lists.js").TrustList} TrustList */
/** @typedef {import("../lib/lists.js").StatusList} StatusList */
/** @typedef {import("./settings.js").Config} Config */
/** @typedef {import("./settings.js").CitySettings} CitySettings */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {"never" | "busy" | "fetched" | "unreachable" | "refused"} Outcome */
/** @typedef {"none" | "fresh" | "amber" | "red"} Age */

const HOUR = 3_600_000;
const PATIENCE = 20_000;
const LARGEST = 4 * 1024 * 1024;

/** The city's site did not answer, or not with a list. */
class Unreachable extends Error {}

export class Lists extends EventTarget {
  /** @param {Config} config */
  constructor(config) {
    super();
    this.config = config;
    /** @type {TrustList | null} */
    this.trust = null;
    /** @type {StatusList | null} */
    this.status = null;
    /** @type {Bytes | null} */
    this.statusBytes = null;
    /** @type {CitySettings} */
    this.settings = BEFORE_FIRST_CONTACT;
    /** @type {Outcome} */
    this.outcome = "never";
    /** @type {Promise<void> | null} */
    this.fetching = null;
  }

  /** Take the last good lists from the shelf, then fetch new ones now, every hour, and when the network returns. */
  async start() {
    await this.load();
    addEventListener("online", () => this.refresh());
    setInterval(() => this.refresh(), HOUR);
    this.refresh();
  }

  /** Lists on the shelf are verified again: what is kept on a device can be changed there. */
  async load() {
    const [trust, status, city] = await Promise.all(["trust", "status", "city"].map(shelf.take));
    if (trust instanceof Uint8Array) await this.acceptTrust(new Uint8Array(trust)).catch(ignoreBad);
    if (status instanceof Uint8Array) await this.acceptStatus(new Uint8Array(status)).catch(ignoreBad);
    try {
      if (city) this.settings = readCitySettings(city);
    } catch (error) {
      ignoreBad(error);
    }
    this.changed();
  }

  /** Fetch new lists, once at a time. */
  refresh() {
    this.fetching ??= this.fetchAll().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  async fetchAll() {
    this.outcome = "busy";
    this.changed();
    try {
      const [city, trust, status] = await Promise.all([
        this.fetchOne("city.json"),
        this.fetchOne("trust.cwt"),
        this.fetchOne("status.cwt"),
      ]);
      await this.acceptAll(city, trust, status);
      this.outcome = "fetched";
    } catch (error) {
      if (error instanceof Unreachable) this.outcome = "unreachable";
      else if (error instanceof ListError || error instanceof SettingsError) this.outcome = "refused";
      else throw error;
    } finally {
      this.changed();
    }
  }

  /**
   * @param {string} name
   * @returns {Promise<Bytes>}
   */
  async fetchOne(name) {
    try {
      const response = await fetch(`${this.config.site}/lists/${name}`, {
        cache: "no-cache",
        credentials: "omit",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!response.ok) throw new Unreachable(name);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (bytes.length > LARGEST) throw new Unreachable(name);
      return bytes;
    } catch {
      throw new Unreachable(name);
    }
  }

  /**
   * @param {Bytes} city
   * @param {Bytes} trust
   * @param {Bytes} status
   */
  async acceptAll(city, trust, status) {
    if (await this.acceptTrust(trust)) await shelf.put("trust", trust);
    if (await this.acceptStatus(status)) await shelf.put("status", status);
    const settings = parse(city);
    this.settings = readCitySettings(settings);
    await shelf.put("city", settings);
  }

  /**
   * Accept a trust list that the pinned root signed and that is not older than the one held. Throws ListError.
   * @param {Bytes} bytes
   */
  async acceptTrust(bytes) {
    const trust = await readTrustList(bytes, this.config.root);
    if (this.trust && trust.iat < this.trust.iat) return false;
    this.trust = trust;
    // A key that left the trust list takes the status list it signed with it.
    const held = this.statusBytes;
    if (held) this.status = await readStatusList(held, trust).catch(() => null);
    return true;
  }

  /**
   * Accept a status list that a trusted city signed and that is not older than the one held. Throws ListError.
   * @param {Bytes} bytes
   */
  async acceptStatus(bytes) {
    if (!this.trust) throw new ListError("no trust list");
    const status = await readStatusList(bytes, this.trust);
    if (this.status && status.iat < this.status.iat) return false;
    this.status = status;
    this.statusBytes = bytes;
    return true;
  }

  /**
   * How old the lists are at this moment.
   * @param {number} now seconds since 1970
   * @returns {Age}
   */
  age(now) {
    if (!this.trust || !this.status) return "none";
    const age = now - this.status.iat;
    if (age > this.settings.redAfter || this.status.exp <= now || this.trust.exp <= now) return "red";
    return age > this.settings.amberAfter ? "amber" : "fresh";
  }

  /** What verify() needs to know of the lists at this moment. */
  context() {
    const { amberAfter, redAfter } = this.settings;
    return {
      trust: this.trust,
      status: this.status,
      now: Math.floor(Date.now() / 1000),
      policy: { require_status: true, amber_after_s: amberAfter, red_after_s: redAfter },
    };
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {Bytes} bytes */
function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new SettingsError("not JSON");
  }
}

/** @param {unknown} error */
function ignoreBad(error) {
  if (!(error instanceof ListError || error instanceof SettingsError)) throw error;
}
