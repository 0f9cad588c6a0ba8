// "Am I ready?" in the browser. The page is complete without this module; with it, what is ticked is judged at once.
// Nothing ticked leaves this file: no request, no storage, no address, no cookie. Reloading forgets it.
import { evaluate, suggestions } from "./eligibility.js";

const { rule, words } = JSON.parse(document.getElementById("ready-data").textContent);
const form = document.getElementById("ready");
const papers = new Map([...form.querySelectorAll("[data-proof]")].map((row) => [row.dataset.proof, row]));
const SHOWN_AT_ONCE = 6;
const WAYS_AT_ONCE = 3;
let speaking = 0;

/** Make an element; children are elements or text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The ids of what is ticked. Of a document with several forms it is the form chosen, the safe one unless told. */
function ticked() {
  const found = [...form.querySelectorAll('.paper > input[type="checkbox"]:checked')].map((box) => box.value);
  for (const several of form.querySelectorAll(".forms")) {
    if (!several.querySelector("[data-has-forms]").checked) continue;
    found.push(several.querySelector('input[type="radio"]:checked').value);
  }
  return found;
}

function applicant() {
  const kind = form.querySelector('[name="applicant"]:checked')?.value;
  return { kinds: kind ? [kind] : [] };
}

/** Where every form of a document would do, name the document once. */
function together(ids) {
  const rest = new Set(ids);
  const lines = [];
  for (const id of ids) {
    if (!rest.delete(id)) continue;
    const several = papers.get(id).closest(".forms");
    const members = several ? [...several.querySelectorAll("[data-proof]")].map((row) => row.dataset.proof) : [];
    if (several && members.every((member) => member === id || rest.has(member))) {
      members.forEach((member) => rest.delete(member));
      lines.push([several.querySelector(".paper__label").cloneNode(true)]);
    } else {
      lines.push(named(id));
    }
  }
  return lines;
}

/** A paper as it stands in the list: its name, and how old it may be. */
function named(id) {
  const row = papers.get(id);
  const parts = [row.querySelector(".paper__label").cloneNode(true)];
  const age = row.querySelector(".paper__age");
  if (age) parts.push(" ", age.cloneNode(true));
  return parts;
}

function list(lines) {
  return make("ul", { class: "arches" }, ...lines.map((line) => make("li", {}, ...line)));
}

/** Papers of which some are needed; a long list folds up after the first few. */
function choice({ count, of }) {
  const part = make("div", { class: "told__choice" });
  const lines = together(of);
  if (lines.length > count) {
    const heading = count === 1 ? words.one : words.several.replace("%s", count);
    part.append(make("p", {}, heading));
  }
  part.append(list(lines.slice(0, SHOWN_AT_ONCE)));
  if (lines.length > SHOWN_AT_ONCE) {
    const rest = lines.slice(SHOWN_AT_ONCE);
    const summary = make("summary", {}, words.others.replace("%s", rest.length));
    part.append(make("details", {}, summary, list(rest)));
  }
  return part;
}

function suggestion({ choices }) {
  const parts = choices.flatMap((one, index) => [
    ...(index ? [make("p", { class: "told__then" }, words.then)] : []),
    choice(one),
  ]);
  return make("li", { class: "told__way" }, ...parts);
}

function ways(found) {
  const parts = [];
  for (const size of [...new Set(found.map((one) => one.size))]) {
    parts.push(make("h3", {}, words.more.replace("%s", size)));
    const same = found.filter((one) => one.size === size).map(suggestion);
    parts.push(make("ul", { class: "bare" }, ...same.slice(0, WAYS_AT_ONCE)));
    if (same.length > WAYS_AT_ONCE) {
      const rest = make("ul", { class: "bare" }, ...same.slice(WAYS_AT_ONCE));
      parts.push(make("details", { class: "disclosure" }, make("summary", {}, words.further), rest));
    }
  }
  return parts;
}

function tellEnough(verdict, have) {
  const spare = have.filter((id) => !verdict.used.includes(id) && papers.has(id));
  const parts = [make("h3", {}, words.bring), list(verdict.used.map(named))];
  if (spare.length) parts.push(make("p", { class: "quiet" }, words.spare), list(spare.map(named)));
  return parts;
}

function tellShort(have) {
  const found = suggestions(rule, have, applicant());
  const parts = have.length ? [make("h3", {}, words.have), list(have.map(named))] : [];
  if (!found.length) return [...parts, make("p", {}, words.none)];
  return [...parts, ...(have.length ? [make("p", {}, make("strong", {}, words.else))] : []), ...ways(found)];
}

/** Say it aloud once the person has stopped ticking for a moment. */
function speak(sentence) {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    document.getElementById("said").textContent = sentence;
  }, 500);
}

function judge() {
  const have = ticked();
  const verdict = evaluate(rule, have, applicant());
  const started = have.length > 0;
  const heading = started ? (verdict.enough ? words.enough : words.short) : words.start;
  document.body.classList.toggle("is-started", started);
  document.body.classList.toggle("is-enough", verdict.enough);
  document.getElementById("verdict").textContent = heading;
  document.getElementById("bar").textContent = heading;
  document.getElementById("print").hidden = !started;
  const told = document.getElementById("told");
  told.replaceChildren(...(verdict.enough ? tellEnough(verdict, have) : started ? tellShort(have) : []));
  const more = verdict.enough || !started ? "" : told.querySelector(".told__way")?.closest("ul").previousElementSibling.textContent;
  if (started) speak([heading, more].filter(Boolean).join(" "));
  countGroups();
}

function countGroups() {
  for (const group of form.querySelectorAll(".group")) {
    const count = group.querySelectorAll('input[type="checkbox"]:checked').length;
    const badge = group.querySelector(".group__ticked");
    badge.hidden = count === 0;
    badge.textContent = words.ticked.replace("%s", count);
  }
}

/** Two places of one document are one document: tick both. */
function tickTwins(box) {
  const row = box.closest("[data-proof]");
  if (!row || box.type !== "checkbox") return;
  const original = row.dataset.same ?? row.dataset.proof;
  for (const other of papers.values()) {
    if (other === row || (other.dataset.same ?? other.dataset.proof) !== original) continue;
    const twin = other.querySelector('input[type="checkbox"]');
    if (twin) twin.checked = box.checked;
  }
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Show only papers whose words hold every word looked for. */
function find(wanted) {
  const parts = plain(wanted).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const group of form.querySelectorAll(".group")) {
    let inGroup = 0;
    const title = plain(group.querySelector("summary").textContent);
    for (const entry of group.querySelectorAll(".choices > .paper, .choices > .forms")) {
      const text = `${title} ${plain(entry.textContent)}`;
      const fits = parts.every((part) => text.includes(part));
      entry.hidden = !fits;
      inGroup += fits ? 1 : 0;
    }
    group.hidden = inGroup === 0;
    if (group.hasAttribute("data-closes")) group.open = parts.length > 0 && inGroup > 0;
    shown += inGroup;
  }
  for (const section of form.querySelectorAll(".ready__list")) {
    section.hidden = !section.querySelector(".group:not([hidden])");
  }
  form.querySelector(".ready__none").hidden = shown > 0;
  if (parts.length) speak(words.found.replace("%s", shown));
}

function begin() {
  for (const element of form.querySelectorAll("[data-script]")) element.hidden = false;
  for (const group of form.querySelectorAll("[data-closes]")) group.open = false;
  // A browser may bring ticks back after "reload" or "back"; a person who comes later must not see them.
  form.reset();
  const search = document.getElementById("find");
  form.addEventListener("change", (event) => {
    tickTwins(event.target);
    judge();
  });
  form.addEventListener("reset", () => setTimeout(() => {
    find("");
    judge();
    document.getElementById("said").textContent = words.start;
  }));
  search?.addEventListener("input", () => find(search.value));
  document.getElementById("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => form.querySelectorAll(".group").forEach((group) => { group.open = true; }));
  addEventListener("pagehide", () => form.reset());
  judge();
}

begin();
