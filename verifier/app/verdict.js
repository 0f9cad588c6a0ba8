// The answer, as large as the screen: shape, word, photo, the fields this desk needs, and what it may not ask.

import { make, drawing, part, show } from "./page.js";
import { isOver } from "./settings.js";
import { day, label, moment, own, say, sayFirst } from "./words.js";

/** @typedef {import("../lib/verify.js").Result} Result */
/** @typedef {import("../lib/claims.js").Claims} Claims */
/** @typedef {import("./settings.js").Profile} Profile */
/** @typedef {import("./settings.js").Field} Field */
/** @typedef {import("./lists.js").Lists} Lists */
/** @typedef {"yes" | "no" | "unsure"} Kind */

/**
 * Yes, no, or "cannot say": then the card may be fine and the device or the moment is not.
 * @type {Record<import("../lib/verify.js").Verdict, Kind>}
 */
const KINDS = {
  valid: "yes",
  expired: "no",
  not_yet_valid: "no",
  revoked: "no",
  signature_wrong: "no",
  city_unknown: "no",
  not_a_card: "no",
  unreadable: "unsure",
  clock_wrong: "unsure",
  lists_too_old: "unsure",
};
/** @type {Exclude<Field, "photo" | "valid">[]} */
const ORDER = ["name", "age_over", "birth_date", "address", "gender", "guardian", "expires", "number"];

/** @type {string | null} */
let photoUrl = null;

/**
 * Show the verdict and let a screen reader say it.
 * @param {Result} result
 * @param {Profile | null} profile
 * @param {Lists} lists
 */
export function present(result, profile, lists) {
  clear();
  const kind = KINDS[result.verdict];
  const words = wordsFor(result, lists);
  document.body.dataset.kind = kind;
  const heading = make("h1", "verdict__word", words.word);
  heading.id = "verdict-word";
  heading.tabIndex = -1;
  const head = make("div", "verdict__head", drawing(`shape-${kind}`, "verdict__shape"), heading);
  const body = part("verdict-body");
  body.append(head, ...(result.claims && profile ? accepted(result, result.claims, profile, lists) : refused(words)));
  body.append(footnote(lists));
  show("verdict");
  heading.focus();
  part("announce").textContent = `${words.word}. ${words.what} ${words.next}`;
}

/** Take everything about the card off the page and out of memory. */
export function clear() {
  if (photoUrl) URL.revokeObjectURL(photoUrl);
  photoUrl = null;
  part("verdict-body").replaceChildren();
  part("announce").textContent = "";
}

/**
 * @param {Result} result
 * @param {Lists} lists
 */
function wordsFor({ verdict, reason }, lists) {
  const phone = lists.settings.phone ?? say("the_city");
  const places = { phone, now: moment(Date.now() / 1000) };
  const words = (/** @type {string} */ piece) => sayFirst([`${verdict}.${reason}.${piece}`, `${verdict}.${piece}`], places);
  return { word: words("word"), what: words("what"), next: words("next") };
}

/** @param {{what: string, next: string}} words */
function refused({ what, next }) {
  return [make("div", "verdict__say", make("p", "verdict__what", what), make("p", "verdict__do", next))];
}

/**
 * @param {Result} result
 * @param {Claims} claims
 * @param {Profile} profile
 * @param {Lists} lists
 */
function accepted(result, claims, profile, lists) {
  const parts = [];
  if (profile.shows.includes("photo")) parts.push(photo(claims));
  const rows = ORDER.filter((field) => profile.shows.includes(field)).flatMap((field) => row(field, claims, profile));
  const text = make("div", "verdict__text");
  if (rows.length) text.append(make("dl", "verdict__fields", ...rows));
  if (result.stale) text.append(stale(lists));
  text.append(...doNotAsk(profile));
  return [...parts, text];
}

/** @param {Claims} claims */
function photo({ photo: { format, bytes } }) {
  photoUrl = URL.createObjectURL(new Blob([bytes], { type: `image/${format}` }));
  const image = make("img", "");
  image.src = photoUrl;
  image.alt = say("photo_of");
  return make("div", "verdict__photo", image);
}

/**
 * One field with its label; nothing when the card does not have it.
 * @param {typeof ORDER[number]} field
 * @param {Claims} claims
 * @param {Profile} profile
 */
function row(field, claims, profile) {
  const value = valueOf(field, claims, profile);
  if (value === null) return [];
  const content = make("dd", "", make("bdi", "", value));
  if (field === "name" && claims.second_name) content.append(make("bdi", "verdict__second", claims.second_name));
  const entry = make("div", `verdict__field verdict__field--${field}`);
  entry.append(make("dt", "", label(field, profile)), content);
  return [entry];
}

/**
 * @param {typeof ORDER[number]} field
 * @param {Claims} claims
 * @param {Profile} profile
 * @returns {string | null}
 */
function valueOf(field, claims, profile) {
  switch (field) {
    case "age_over":
      return say(isOver(claims.birth_date, profile.overAge ?? 0, new Date()) ? "yes" : "no");
    case "birth_date":
    case "expires":
      return day(claims[field]);
    default:
      return claims[field] ?? null;
  }
}

/** @param {Lists} lists */
function stale(lists) {
  const date = moment(lists.status?.iat ?? 0);
  return make("p", "notice notice--lamp", drawing("icon-alert", "icon"), make("span", "", say("lists_stale", { date })));
}

/** @param {Profile} profile */
function doNotAsk({ doNotAsk: words }) {
  // A language in which the city has not written these lines yet falls back to one in which it has.
  const written = Object.fromEntries(Object.entries(words).filter(([, lines]) => lines.length));
  if (!Object.keys(written).length) return [];
  const lines = own(written);
  const items = lines.map((line) => make("li", "", line));
  return [make("div", "verdict__ask", make("h2", "", say("do_not_ask")), make("ul", "", ...items))];
}

/** @param {Lists} lists */
function footnote(lists) {
  const note = make("div", "verdict__note", make("p", "", say("by_eye")));
  if (lists.status) note.append(make("p", "", say("lists_as_of", { date: moment(lists.status.iat) })));
  note.append(make("p", "", say("clears")));
  return note;
}
