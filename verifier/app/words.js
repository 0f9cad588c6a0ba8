// The words of the page in the language that was chosen, and dates as people of that language write them.

import ar from "./words/ar.js";
import en from "./words/en.js";
import es from "./words/es.js";
import fr from "./words/fr.js";

/** @typedef {keyof typeof en} Word */

const LANGUAGES = { en, fr, es, ar };
/** @typedef {keyof typeof LANGUAGES} Language */
/** @type {[Language, string][]} */
export const NAMES = [
  ["en", "English"],
  ["fr", "Français"],
  ["es", "Español"],
  ["ar", "العربية"],
];
const MEMORY = "language";
// Figures on the card are Western figures; the page uses the same ones so that they can be compared.
const LOCALES = { en: "en-CA", fr: "fr-CA", es: "es", ar: "ar-u-nu-latn-ca-gregory" };

/** @type {Language} */
let current = "en";

/**
 * @param {string | null} name
 * @returns {name is Language}
 */
const known = (name) => name !== null && Object.hasOwn(LANGUAGES, name);

/** Take the language remembered on this device, else the first of the browser's that we have. */
export function remember() {
  const wanted = [localStorage.getItem(MEMORY), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  current = wanted.find(known) ?? "en";
}

/**
 * Change the language and remember it on this device.
 * @param {string} name
 */
export function choose(name) {
  if (!known(name)) return;
  current = name;
  localStorage.setItem(MEMORY, name);
}

export const language = () => current;
export const direction = () => (current === "ar" ? "rtl" : "ltr");

/**
 * One text, with its {places} filled.
 * @param {Word} word
 * @param {Record<string, string | number>} [places]
 */
export function say(word, places = {}) {
  return LANGUAGES[current][word].replace(/\{(\w+)\}/g, (whole, place) => String(places[place] ?? whole));
}

/**
 * The first of these texts that exists: "verdict.reason.part" before "verdict.part".
 * @param {string[]} candidates
 * @param {Record<string, string | number>} places
 */
export function sayFirst(candidates, places) {
  const found = candidates.find((word) => Object.hasOwn(en, word));
  if (!found) throw new Error(`no words for ${candidates.join(", ")}`);
  return say(/** @type {Word} */ (found), places);
}

/**
 * The text of a city's own words: in the language chosen, else in English, else in whichever there is.
 * @template T
 * @param {Record<string, T>} words by language
 * @returns {T}
 */
export const own = (words) => words[current] ?? words.en ?? Object.values(words)[0];

/**
 * A moment with its time of day, in the time of this device.
 * @param {number} seconds since 1970
 */
export function moment(seconds) {
  return new Intl.DateTimeFormat(LOCALES[current], { dateStyle: "long", timeStyle: "short" }).format(seconds * 1000);
}

/**
 * A day of a card, which has no time zone.
 * @param {string} day YYYY-MM-DD
 */
export function day(day) {
  const time = Date.parse(`${day}T00:00:00Z`);
  return new Intl.DateTimeFormat(LOCALES[current], { dateStyle: "long", timeZone: "UTC" }).format(time);
}

/**
 * Several things in one sentence.
 * @param {string[]} things
 */
export function listed(things) {
  return new Intl.ListFormat(LOCALES[current], { type: "conjunction" }).format(things);
}

/**
 * What a field is called at this desk.
 * @param {import("./settings.js").Field} field
 * @param {import("./settings.js").Profile} profile
 */
export const label = (field, { overAge }) => say(`field_${field}`, { n: overAge ?? "" });
