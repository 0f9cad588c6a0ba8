// What this installation was built with (config.json) and what its city decided (city.json). Both are checked before use.

/** @typedef {Record<string, string>} Words a text by language */
/** @typedef {"photo" | "name" | "valid" | "birth_date" | "age_over" | "address" | "gender" | "guardian" | "expires" | "number"} Field */
/**
 * @typedef {object} Profile
 * @property {string} id
 * @property {Words} name
 * @property {Field[]} shows
 * @property {number | null} overAge the age this desk asks about, if it asks only that
 * @property {Record<string, string[]>} doNotAsk by language
 */
/**
 * @typedef {object} CitySettings
 * @property {Words} city
 * @property {Profile[]} profiles
 * @property {number} amberAfter seconds
 * @property {number} redAfter seconds
 * @property {string | null} phone where to report a problem
 */
/**
 * @typedef {object} Config
 * @property {string} site origin of the city's site
 * @property {Uint8Array<ArrayBuffer>} root public root key, x || y
 */

const HOUR = 3600;
const FIELDS = ["photo", "name", "valid", "birth_date", "age_over", "address", "gender", "guardian", "expires", "number"];

/** The settings are not of the expected form. */
export class SettingsError extends Error {}

/**
 * @param {unknown} condition
 * @param {string} what
 * @returns {asserts condition}
 */
function must(condition, what) {
  if (!condition) throw new SettingsError(what);
}

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {Record<string, unknown>}
 */
function record(value, what) {
  must(typeof value === "object" && value !== null && !Array.isArray(value), what);
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * @param {unknown} value
 * @param {string} what
 */
function short(value, what) {
  must(typeof value === "string" && value.length > 0 && value.length <= 300, what);
  return value;
}

/**
 * @param {unknown} value
 * @param {string} what
 */
function words(value, what) {
  const entries = Object.entries(record(value, what));
  must(entries.length > 0, what);
  return Object.fromEntries(entries.map(([language, text]) => [language, short(text, what)]));
}

/**
 * Read config.json: {"site": origin, "root": base64url of x || y}. Throws SettingsError.
 * @param {unknown} value
 * @returns {Config}
 */
export function readConfig(value) {
  const { site, root } = record(value, "config");
  const origin = new URL(short(site, "site")).origin;
  must(origin === site, "site is not an origin");
  const packed = short(root, "root").replaceAll("-", "+").replaceAll("_", "/");
  const point = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  must(point.length === 64, "root is not 64 bytes");
  return { site: origin, root: point };
}

/** What a device shows before it ever saw the settings of its city. */
export const BEFORE_FIRST_CONTACT = Object.freeze({
  city: {},
  profiles: [],
  amberAfter: 24 * HOUR,
  redAfter: 168 * HOUR,
  phone: null,
});

/**
 * Read city.json. Throws SettingsError.
 * @param {unknown} value
 * @returns {CitySettings}
 */
export function readCitySettings(value) {
  const all = record(value, "settings");
  const profiles = all.profiles;
  must(Array.isArray(profiles) && profiles.length > 0 && profiles.length <= 50, "profiles");
  const amberAfter = hours(all.amber_after_hours, "amber_after_hours");
  const redAfter = hours(all.red_after_hours, "red_after_hours");
  must(amberAfter <= redAfter, "amber comes after red");
  const report = all.report === undefined ? {} : record(all.report, "report");
  return {
    city: words(record(all.city, "city").name, "name of the city"),
    profiles: profiles.map(readProfile),
    amberAfter,
    redAfter,
    phone: report.phone === undefined ? null : short(report.phone, "phone"),
  };
}

/**
 * @param {unknown} value
 * @param {string} what
 */
function hours(value, what) {
  must(typeof value === "number" && value > 0 && value <= 10_000, what);
  return value * HOUR;
}

/**
 * @param {unknown} value
 * @returns {Profile}
 */
function readProfile(value) {
  const { id, name, shows, over_age, do_not_ask } = record(value, "profile");
  must(typeof id === "string" && /^[a-z0-9_-]{1,40}$/.test(id), "id of a profile");
  must(Array.isArray(shows), "fields of a profile");
  const overAge = readOverAge(shows, over_age);
  const doNotAsk = do_not_ask === undefined ? {} : record(do_not_ask, "do_not_ask");
  return {
    id,
    name: words(name, "name of a profile"),
    // Such a desk gets the photo and a yes or no; anything more would tell the birth date or a name. A field that this
    // version does not know yet is left out.
    shows: overAge ? ["photo", "age_over"] : shows.filter((field) => FIELDS.includes(field)),
    overAge,
    doNotAsk: Object.fromEntries(Object.entries(doNotAsk).map(([language, lines]) => [language, readLines(lines)])),
  };
}

/**
 * "age_over" in the fields with "over_age": n asks for n; "over_18" is short for both.
 * @param {unknown[]} shows
 * @param {unknown} age
 */
function readOverAge(shows, age) {
  if (shows.includes("over_18")) return 18;
  if (!shows.includes("age_over")) return null;
  must(typeof age === "number" && Number.isInteger(age) && age > 0 && age <= 120, "over_age");
  return age;
}

/** @param {unknown} value */
function readLines(value) {
  must(Array.isArray(value) && value.length <= 12, "do_not_ask");
  return value.map((line) => short(line, "do_not_ask"));
}

/**
 * Has this person had the birthday of this age? Someone born on 29 February has it on 1 March in other years.
 * @param {string} birthDate YYYY-MM-DD
 * @param {number} age in years
 * @param {Date} today in the time of this device
 */
export function isOver(birthDate, age, today) {
  const [year, month, day] = birthDate.split("-").map(Number);
  const there = [today.getFullYear() - age, today.getMonth() + 1, today.getDate()];
  if (there[0] !== year) return there[0] > year;
  return there[1] === month ? there[2] >= day : there[1] > month;
}
