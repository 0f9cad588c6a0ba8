// The first screen: which desk this is, how fresh the lists are, whether the page works without internet, the count.

import { make, part } from "./page.js";
import * as tally from "./tally.js";
import { label, listed, moment, own, say } from "./words.js";

/** @typedef {import("./lists.js").Lists} Lists */
/** @typedef {import("./install.js").Installation} Installation */
/** @typedef {import("./settings.js").Profile} Profile */

const MEMORY = "profile";
const OUTCOMES = /** @type {const} */ ({
  never: null,
  busy: "refreshing",
  fetched: null,
  unreachable: "lists_unreachable",
  refused: "lists_refused",
});
const AGES = /** @type {const} */ ({ none: "lists_none", fresh: null, amber: "lists_amber", red: "lists_red" });

/**
 * The profile remembered on this device, else the city's first; null before the city was ever reached.
 * @param {Lists} lists
 * @returns {Profile | null}
 */
export function chosenProfile({ settings: { profiles } }) {
  const remembered = localStorage.getItem(MEMORY);
  return profiles.find((profile) => profile.id === remembered) ?? profiles[0] ?? null;
}

/**
 * @param {string} id
 */
export const chooseProfile = (id) => localStorage.setItem(MEMORY, id);

/** @param {Lists} lists */
export function renderDesk(lists) {
  const chosen = chosenProfile(lists);
  part("desk").hidden = !chosen;
  if (!chosen) return;
  const options = lists.settings.profiles.map((profile) => {
    const option = make("option", "", own(profile.name));
    option.value = profile.id;
    option.selected = profile === chosen;
    return option;
  });
  part("profile").replaceChildren(...options);
  const fields = chosen.shows.map((field) => label(field, chosen).toLocaleLowerCase());
  part("shows").textContent = say("desk_shows", { fields: listed(fields) });
}

/** @param {Lists} lists */
export function renderLists(lists) {
  const age = lists.age(Date.now() / 1000);
  const date = lists.status ? say("lists_as_of", { date: moment(lists.status.iat) }) : "";
  const warning = AGES[age];
  part("lists-fact").dataset.age = age;
  put("lists-date", date);
  put("lists-age", warning ? say(warning) : "");
  const outcome = OUTCOMES[lists.outcome];
  put("lists-outcome", outcome ? say(outcome) : "");
  const scanLine = part("scan-lists");
  scanLine.dataset.age = age;
  scanLine.textContent = [date, warning ? say(warning) : ""].filter(Boolean).join(". ");
}

/** @param {Installation} installation */
export function renderInstallation(installation) {
  part("offline").textContent = say(`offline_${installation.offline}`);
  part("update").hidden = !installation.waiting;
  const installed = matchMedia("(display-mode: standalone)").matches;
  part("install").hidden = !installation.offer;
  part("install-why").hidden = installed || installation.offline !== "ready";
}

/** @param {Lists} lists */
export function renderCount(lists) {
  const { today, waiting } = tally.totals(chosenProfile(lists)?.id ?? "", new Date());
  part("count-on-part").hidden = !tally.isOn();
  part("count-off-part").hidden = tally.isOn();
  part("count-today").textContent = say("count_today", { n: today });
  part("count-waiting").textContent = say("count_week", { n: waiting });
  part("count-send").toggleAttribute("disabled", waiting === 0);
}

/**
 * A line that leaves no empty space when it has nothing to say.
 * @param {string} id
 * @param {string} text
 */
function put(id, text) {
  const line = part(id);
  line.textContent = text;
  line.classList.toggle("empty", !text);
}
