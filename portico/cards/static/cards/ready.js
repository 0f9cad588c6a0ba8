// "Am I ready?" in the browser. The page is complete without this module; with it, what is ticked is judged at once.
// Nothing ticked leaves this file: no request, no storage, no address, no cookie. Reloading forgets it.
import { evaluate, suggestions } from "./eligibility.js";

/** @typedef {import("./eligibility.js").Rule} Rule */
/** @typedef {import("./eligibility.js").Verdict} Verdict */
/** @typedef {import("./eligibility.js").Choice} Choice */
/** @typedef {import("./eligibility.js").Suggestion} Suggestion */

/** @type {{rule: Rule, words: Record<string, string>}} */
const { rule, words } = JSON.parse(byId("ready-data").textContent ?? "");
const form = /** @type {HTMLFormElement} */ (byId("ready"));
const papers = new Map(all("[data-proof]").map((row) => [row.dataset.proof ?? "", row]));
const SHOWN_AT_ONCE = 6;
const WAYS_AT_ONCE = 3;
let speaking = 0;

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement[]} */
function all(selector, root = form) {
  return [...root.querySelectorAll(selector)].filter((element) => element instanceof HTMLElement);
}

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLInputElement[]} */
function inputs(selector, root = form) {
  return [...root.querySelectorAll(selector)].filter((element) => element instanceof HTMLInputElement);
}

/** The words of a sentence of ours, with a number or nothing put in. @param {string} name @param {number} [count] */
function say(name, count) {
  return words[name].replace("%s", String(count));
}

/**
 * Make an element; children are elements or text.
 * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
 */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The ids of what is ticked. Of a document with several forms it is the form chosen, the safe one unless told. */
function ticked() {
  const found = inputs('.paper > input[type="checkbox"]:checked').map((box) => box.value);
  for (const several of all(".forms")) {
    if (!inputs("[data-has-forms]:checked", several).length) continue;
    found.push(...inputs('input[type="radio"]:checked', several).map((radio) => radio.value));
  }
  return found;
}

function applicant() {
  return { kinds: inputs('[name="applicant"]:checked').map((radio) => radio.value).filter(Boolean) };
}

/** @param {ParentNode} row @param {string} selector @returns {Node[]} */
function copied(row, selector) {
  const found = row.querySelector(selector);
  return found ? [found.cloneNode(true)] : [];
}

/** A paper as it stands in the list: its name, and how old it may be. @param {string} id @returns {(Node | string)[]} */
function named(id) {
  const row = papers.get(id);
  return row ? [...copied(row, ".paper__label"), " ", ...copied(row, ".paper__age")] : [];
}

/** Where every form of a document would do, name the document once. @param {string[]} ids */
function together(ids) {
  const rest = new Set(ids);
  const lines = [];
  for (const id of ids) {
    if (!rest.delete(id)) continue;
    const several = papers.get(id)?.closest(".forms");
    const members = several ? all("[data-proof]", several).map((row) => row.dataset.proof ?? "") : [];
    if (several && members.every((member) => member === id || rest.has(member))) {
      members.forEach((member) => rest.delete(member));
      lines.push(copied(several, ".paper__label"));
    } else {
      lines.push(named(id));
    }
  }
  return lines;
}

/** @param {(Node | string)[][]} lines */
function list(lines) {
  return make("ul", { class: "arches" }, ...lines.map((line) => make("li", {}, ...line)));
}

/** Papers of which some are needed; a long list folds up after the first few. @param {Choice} one */
function choice({ count, of }) {
  const part = make("div", { class: "told__choice" });
  const lines = together(of);
  if (lines.length > count) part.append(make("p", {}, count === 1 ? say("one") : say("several", count)));
  part.append(list(lines.slice(0, SHOWN_AT_ONCE)));
  if (lines.length > SHOWN_AT_ONCE) {
    const rest = lines.slice(SHOWN_AT_ONCE);
    part.append(make("details", {}, make("summary", {}, say("others", rest.length)), list(rest)));
  }
  return part;
}

/** @param {Suggestion} one */
function suggestion({ choices }) {
  const parts = choices.flatMap((each, index) => [
    ...(index ? [make("p", { class: "told__then" }, say("then"))] : []),
    choice(each),
  ]);
  return make("li", { class: "told__way" }, ...parts);
}

/** @param {Suggestion[]} found */
function ways(found) {
  const parts = [];
  for (const size of new Set(found.map((one) => one.size))) {
    const same = found.filter((one) => one.size === size).map(suggestion);
    parts.push(make("h3", {}, say("more", size)), make("ul", { class: "bare" }, ...same.slice(0, WAYS_AT_ONCE)));
    if (same.length > WAYS_AT_ONCE) {
      const rest = make("ul", { class: "bare" }, ...same.slice(WAYS_AT_ONCE));
      parts.push(make("details", { class: "disclosure" }, make("summary", {}, say("further")), rest));
    }
  }
  return parts;
}

/** @param {Verdict} verdict @param {string[]} have */
function tellEnough(verdict, have) {
  const spare = have.filter((id) => !verdict.used.includes(id));
  const parts = [make("h3", {}, say("bring")), list(verdict.used.map(named))];
  if (spare.length) parts.push(make("p", { class: "quiet" }, say("spare")), list(spare.map(named)));
  return parts;
}

/** @param {string[]} have @param {Suggestion[]} found */
function tellShort(have, found) {
  const parts = [make("h3", {}, say("have")), list(have.map(named))];
  if (!found.length) return [...parts, make("p", {}, say("none"))];
  return [...parts, make("p", {}, make("strong", {}, say("else"))), ...ways(found)];
}

/** Say it aloud once the person has stopped ticking for a moment. @param {string} sentence */
function speak(sentence) {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    byId("said").textContent = sentence;
  }, 500);
}

function judge() {
  const have = ticked();
  const verdict = evaluate(rule, have, applicant());
  const started = have.length > 0;
  const found = started && !verdict.enough ? suggestions(rule, have, applicant()) : [];
  const heading = verdict.enough ? say("enough") : say(started ? "short" : "start");
  document.body.classList.toggle("is-started", started);
  document.body.classList.toggle("is-enough", verdict.enough);
  byId("verdict").textContent = byId("bar").textContent = heading;
  byId("print").hidden = !started;
  byId("told").replaceChildren(
    ...(verdict.enough ? tellEnough(verdict, have) : started ? tellShort(have, found) : []),
  );
  if (started) speak(found.length ? `${heading} ${say("more", found[0].size)}` : heading);
  countGroups();
}

function countGroups() {
  for (const group of all(".group")) {
    const count = inputs('input[type="checkbox"]:checked', group).length;
    for (const badge of all(".group__ticked", group)) {
      badge.hidden = count === 0;
      badge.textContent = say("ticked", count);
    }
  }
}

/** Two places of one document are one document: tick both. @param {EventTarget | null} box */
function tickTwins(box) {
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
  const row = /** @type {HTMLElement | null} */ (box.closest("[data-proof]"));
  if (!row) return;
  const original = row.dataset.same ?? row.dataset.proof;
  for (const other of papers.values()) {
    if (other === row || (other.dataset.same ?? other.dataset.proof) !== original) continue;
    for (const twin of inputs('input[type="checkbox"]', other)) twin.checked = box.checked;
  }
}

/** @param {string | null} text */
const plain = (text) => (text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Show only papers whose words hold every word looked for. @param {string} wanted */
function find(wanted) {
  const parts = plain(wanted).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const group of all(".group")) {
    const title = plain(group.querySelector("summary")?.textContent ?? "");
    const entries = all(".choices > .paper, .choices > .forms", group);
    for (const entry of entries) {
      const text = `${title} ${plain(entry.textContent)}`;
      entry.hidden = !parts.every((part) => text.includes(part));
    }
    const fitting = entries.filter((entry) => !entry.hidden).length;
    group.hidden = fitting === 0;
    if (group.hasAttribute("data-closes")) group.toggleAttribute("open", parts.length > 0 && fitting > 0);
    shown += fitting;
  }
  for (const section of all(".ready__list")) section.hidden = !section.querySelector(".group:not([hidden])");
  for (const note of all(".ready__none")) note.hidden = shown > 0;
  if (parts.length) speak(say("found", shown));
}

function begin() {
  for (const element of all("[data-script]")) element.hidden = false;
  for (const group of all("[data-closes]")) group.removeAttribute("open");
  // A browser may bring ticks back after "reload" or "back"; a person who comes later must not see them.
  form.reset();
  form.addEventListener("change", (event) => {
    tickTwins(event.target);
    judge();
  });
  form.addEventListener("reset", () => setTimeout(() => {
    find("");
    judge();
    byId("said").textContent = say("start");
  }));
  for (const search of inputs("#find")) search.addEventListener("input", () => find(search.value));
  byId("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => all(".ready__papers details").forEach((list) => list.setAttribute("open", "")));
  addEventListener("pagehide", () => form.reset());
  judge();
}

begin();
