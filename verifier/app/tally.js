// A number a day and desk profile, on this device only, until the desk sends it or switches it off.

/** @typedef {{on: boolean, days: Record<string, Record<string, number>>}} Tally */

const MEMORY = "tally";
// The city takes weeks that began at most 28 days ago.
const KEPT_DAYS = 21;

/** @returns {Tally} */
function read() {
  try {
    const value = JSON.parse(localStorage.getItem(MEMORY) ?? "null");
    if (value && typeof value.on === "boolean" && typeof value.days === "object" && value.days) return value;
  } catch {
    // Unreadable counts are worth nothing; start again.
  }
  return { on: true, days: {} };
}

/** @param {Tally} tally */
const write = (tally) => localStorage.setItem(MEMORY, JSON.stringify(tally));

/** @param {Date} date */
function dayOf(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * The week of a day, named by its Monday (ISO 8601), YYYY-MM-DD.
 * @param {string} day YYYY-MM-DD
 */
export function weekOf(day) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

export const isOn = () => read().on;

/**
 * Count one accepted card.
 * @param {string} profile
 * @param {Date} now
 */
export function add(profile, now) {
  const tally = read();
  if (!tally.on) return;
  const today = dayOf(now);
  const oldest = dayOf(new Date(now.getTime() - KEPT_DAYS * 86_400_000));
  for (const day of Object.keys(tally.days)) if (day < oldest) delete tally.days[day];
  tally.days[today] ??= {};
  tally.days[today][profile] = (tally.days[today][profile] ?? 0) + 1;
  write(tally);
}

/**
 * Today's number for a profile, and the number of all profiles and days not yet sent.
 * @param {string} profile
 * @param {Date} now
 */
export function totals(profile, now) {
  const { days } = read();
  const waiting = Object.values(days).flatMap((day) => Object.values(day));
  return { today: days[dayOf(now)]?.[profile] ?? 0, waiting: waiting.reduce((sum, n) => sum + n, 0) };
}

/** Stop counting and delete what was counted. */
export const switchOff = () => write({ on: false, days: {} });

export const switchOn = () => write({ on: true, days: {} });

/**
 * What there is to send: one entry a profile and week.
 * @param {Tally} tally
 */
function entries(tally) {
  /** @type {Map<string, {profile: string, week: string, count: number, days: Record<string, number>}>} */
  const found = new Map();
  for (const [day, profiles] of Object.entries(tally.days)) {
    for (const [profile, count] of Object.entries(profiles)) {
      const week = weekOf(day);
      const entry = found.get(`${week} ${profile}`) ?? { profile, week, count: 0, days: {} };
      entry.count += count;
      entry.days[day] = count;
      found.set(`${week} ${profile}`, entry);
    }
  }
  return [...found.values()];
}

/**
 * Send the counts to the city's site, {profile, week, count} at a time. What arrived is deleted here, so that nothing is
 * counted twice; what did not arrive stays. True when all arrived.
 * @param {string} site origin
 */
export async function send(site) {
  let all = true;
  for (const { profile, week, count, days } of entries(read())) {
    if (await post(`${site}/verifier-counts`, { profile, week, count })) subtract(profile, days);
    else all = false;
  }
  return all;
}

/**
 * Take away what arrived; a card accepted while it was under way stays counted.
 * @param {string} profile
 * @param {Record<string, number>} sent by day
 */
function subtract(profile, sent) {
  const tally = read();
  for (const [day, count] of Object.entries(sent)) {
    const profiles = tally.days[day];
    if (!profiles?.[profile]) continue;
    profiles[profile] -= count;
    if (profiles[profile] <= 0) delete profiles[profile];
    if (!Object.keys(profiles).length) delete tally.days[day];
  }
  write(tally);
}

/**
 * @param {string} url
 * @param {{profile: string, week: string, count: number}} body
 */
async function post(url, body) {
  try {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(url, { method: "POST", credentials: "omit", headers, body: JSON.stringify(body) });
    return response.ok;
  } catch {
    return false;
  }
}
