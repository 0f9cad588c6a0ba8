// @ts-check
/**
 * The enrolment desk: one tab, one visit. The application lives here and nowhere else until it is issued; the
 * server answers one request with the finished card. See docs/decisions/0004-desk-tab.md.
 */

import { evaluate, suggestions } from "../eligibility.js";
import { all, data, one } from "./dom.js";
import { filter } from "./filter.js";
import { clearErrors, fail, say } from "./messages.js";
import { PhotoDesk } from "./photo.js";
import { applyPreview, clearPreview, fillDeclined, listWays } from "./preview.js";
import { forgetPdfs, markIssued, openInTab, showIssued } from "./printed.js";
import { NoConnection, Refused, SignedOut, newCode, post } from "./server.js";
import { SealedTab, tabName } from "./sealed.js";

const office = data("desk-office");
const words = data("desk-words");
const STEPS = ["proofs", "claims", "photo", "read", "print"];
const token = one("#desk").dataset.token;
const addresses = one("#desk").dataset;

const blank = () => ({
  step: "proofs",
  code: newCode(),
  language: document.documentElement.lang || office.languages[0].code,
  shown: /** @type {string[]} */ ([]),
  kinds: /** @type {string[]} */ ([]),
  claims: /** @type {Record<string, string>} */ ({ address_mode: office.address_modes[0] }),
  photo: "",
  secondLook: "",
  slip: false,
});

let state = blank();
/** @type {{number: string, again: boolean} | null} */
let issued = null;

const sealed = new SealedTab(async () => (await post(addresses.key, { tab: tabName() }, token)).key);
const photo = new PhotoDesk(
  one("#step-photo"),
  (code) => say("photo", code ? (words.photo[code] ?? words.photo["not-an-image"]) : ""),
  (dataUrl) => {
    state.photo = dataUrl;
    changed();
  },
);

// Steps

/** @param {string} step @param {boolean} focus */
function go(step, focus = true) {
  state.step = step;
  for (const name of STEPS) one(`#step-${name}`).hidden = name !== step;
  one("#declined").hidden = true;
  const at = STEPS.indexOf(step);
  all("#steps > li").forEach((item, n) => {
    item.classList.toggle("is-done", n < at);
    n === at ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current");
  });
  if (step !== "photo") photo.stopCamera();
  if (step === "read") applyPreview(one("#preview"), previewOf(), words.preview);
  save();
  if (focus) one(`#step-${step} h2`).focus();
}

/** What must be right before the next step; returns true when nothing is missing. @param {string} step */
function complete(step) {
  clearErrors();
  if (step === "proofs" && !enough() && !state.secondLook) return fail("proofs", words.errors["proofs-not-enough"]);
  if (step === "claims") return claimsComplete();
  if (step === "photo" && !state.photo) return fail("photo", words.errors["photo-missing"]);
  return true;
}

function claimsComplete() {
  const claims = state.claims;
  let fine = true;
  /** The first thing missing takes the focus. @param {string} field @param {string} message */
  const wrong = (field, message) => {
    if (fine) fine = fail(field, message);
    else say(field, message);
  };
  /** @param {string} field */
  const need = (field) => {
    if (!(claims[field] ?? "").trim()) wrong(field, words.errors.missing);
  };
  need("name");
  need("birth_date");
  if (claims.birth_date) {
    const found = expiry(claims.birth_date);
    if (!found?.expires) wrong("birth_date", words.errors[found?.reason ?? "impossible_age"]);
  }
  if (claims.address_mode === "care_of") need("care_of");
  if (["shown", "care_of"].includes(claims.address_mode)) need("address");
  return fine;
}

// Proofs

function applicant() {
  const birth = state.claims.birth_date;
  return { kinds: state.kinds, ...(birth ? { age: ageOn(birth) } : {}) };
}

/** @param {string} birth  an ISO date */
function ageOn(birth) {
  const [year, month, day] = office.today.split("-").map(Number);
  const [y, m, d] = birth.split("-").map(Number);
  return year - y - (month < m || (month === m && day < d) ? 1 : 0);
}

/** The expiry of a card issued today, from the server's table of birth dates. @param {string} birth */
function expiry(birth) {
  return office.expiry.findLast((/** @type {any} */ row) => row.from <= birth);
}

const enough = () => evaluate(office.rule.rule, state.shown, applicant()).enough;

/** The shortest lists of what else would be enough, as the resident's own page shows them. */
const ways = () => suggestions(office.rule.rule, state.shown, applicant(), { slack: 0 });

/** @param {any[]} proofs */
const labelsOf = (proofs) => Object.fromEntries(proofs.map((proof) => [proof.id, proof.label.text]));

function judge() {
  const yes = enough();
  const looked = !yes && Boolean(state.secondLook);
  const answer = one("#proofs-answer");
  answer.dataset.enough = String(yes);
  answer.classList.toggle("notice--leaf", yes || looked);
  answer.classList.toggle("notice--lamp", !yes && !looked);
  one("#proofs-yes").hidden = !yes;
  one("#proofs-no").hidden = yes || looked;
  one("#proofs-looked").hidden = !looked;
  one("#not-enough").hidden = yes || looked;
  if (!yes) listWays(one("#proofs-else"), ways(), labelsOf(office.rule.proofs), words.staff);
}

async function secondLook() {
  clearErrors();
  const email = one("#second-email");
  const password = one("#second-password");
  try {
    const answer = await post(
      addresses.secondLook,
      { tab: tabName(), code: state.code, email: email.value, password: password.value },
      token,
    );
    state.secondLook = answer.approval;
    email.value = "";
    judge();
    changed();
    one("#step-proofs [data-go=claims]").focus();
  } catch (error) {
    problem(error, "second");
    password.focus();
  } finally {
    password.value = "";
  }
}

// Declined

function decline() {
  clearErrors();
  for (const name of STEPS) one(`#step-${name}`).hidden = true;
  fillDeclined(one("#declined-paper"), words.preview[state.language], state.language);
  const list = one("#declined-paper [data-list]");
  listWays(list, ways(), labelsOf(office.labels[state.language]), words.preview[state.language]);
  one("#declined").hidden = false;
  one("#declined h2").focus();
}

async function closeDeclined() {
  try {
    await post(
      addresses.decline,
      { tab: tabName(), site: one("#site").value, reason: one("#decline-reason").value },
      token,
    );
  } catch (error) {
    return problem(error, "decline");
  }
  startOver();
}

// Issue

/** @param {string} layout */
const issueBody = (layout) => ({
  code: state.code,
  tab: tabName(),
  site: one("#site").value,
  proofs: { shown: state.shown, kinds: state.kinds },
  claims: Object.fromEntries(
    Object.entries(state.claims).filter(
      ([field, value]) =>
        value !== "" &&
        !(field === "address" && !["shown", "care_of"].includes(state.claims.address_mode)) &&
        !(field === "care_of" && state.claims.address_mode !== "care_of"),
    ),
  ),
  photo: state.photo.split(",")[1] ?? "",
  layout,
  slip: state.slip,
  second_look: state.secondLook,
});

async function issue() {
  const button = one("#issue");
  if (button.getAttribute("aria-busy") === "true") return;
  clearErrors();
  button.setAttribute("aria-busy", "true");
  one("#issue-wait").hidden = false;
  one("#offline").hidden = true;
  try {
    const answer = await post(addresses.issue, issueBody(one("#layout").value), token);
    issued = answer;
    showIssued(answer, words.staff);
    // From here on the tab's copy is only in memory, for printing again; the sealed copy and its key are gone.
    await sealed.clear();
    await post(addresses.forget, { tab: tabName() }, token).catch(() => undefined);
  } catch (error) {
    problem(error, "issue");
  } finally {
    button.removeAttribute("aria-busy");
    one("#issue-wait").hidden = true;
  }
}

// Messages

/** Which step shows a field. @param {string} field */
const stepOf = (field) =>
  field === "proofs" ? "proofs" : field === "photo" ? "photo" : one(`#step-claims [name="${field}"]`) ? "claims" : "";

/** @param {unknown} error @param {string} place */
function problem(error, place) {
  if (error instanceof NoConnection) {
    one("#offline").hidden = false;
    return fail(place, words.errors["no-connection"]);
  }
  if (error instanceof SignedOut) return fail(place, words.errors["signed-out"]);
  if (!(error instanceof Refused)) throw error;
  const errors = error.errors.length ? error.errors : [{ field: place, message: words.errors.refused }];
  const first = errors.map((e) => stepOf(e.field)).find(Boolean);
  if (first) go(first, false);
  for (const { field, message } of errors.reverse()) fail(stepOf(field) ? field : place, message);
  return false;
}

// State and its sealed copy

let saving = 0;
function changed() {
  clearTimeout(saving);
  saving = setTimeout(save, 250);
}

function save() {
  clearTimeout(saving);
  if (issued) return;
  sealed.save(state).catch(() => undefined);
}

function previewOf() {
  const found = expiry(state.claims.birth_date);
  return { claims: state.claims, photo: state.photo, language: state.language, expires: found?.expires ?? "" };
}

function fillForm() {
  for (const box of all("input[name=shown]")) box.checked = state.shown.includes(box.value);
  for (const box of all("input[name=kinds]")) box.checked = state.kinds.includes(box.value);
  for (const input of all("#step-claims [name]")) {
    if (input.type === "radio") input.checked = state.claims[input.name] === input.value;
    else input.value = state.claims[input.name] ?? "";
  }
  one("#resident-language").value = state.language;
  one("#slip").checked = state.slip;
  addressFields();
  judge();
}

function addressFields() {
  const mode = state.claims.address_mode;
  one("#field-address").hidden = !["shown", "care_of"].includes(mode);
  one("#field-care_of").hidden = mode !== "care_of";
}

function startOver() {
  issued = null;
  // Whatever the browser still has of this visit on its disk can be opened by nobody from now on.
  post(addresses.forget, { tab: tabName() }, token).catch(() => undefined);
  forgetPdfs();
  photo.clear();
  clearPreview(one("#preview"));
  state = blank();
  one("#issued").hidden = true;
  markIssued(false, words.staff);
  one("#restored").hidden = true;
  one("#filter").value = "";
  filter();
  one("#offline").hidden = true;
  clearErrors();
  sealed.renew().then(() => {
    fillForm();
    go("proofs");
  });
}

function listen() {
  one("#desk").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  for (const box of all("input[name=shown], input[name=kinds]"))
    box.addEventListener("change", () => {
      const list = box.name === "shown" ? state.shown : state.kinds;
      const kept = list.filter((id) => id !== box.value);
      if (box.checked) kept.push(box.value);
      box.name === "shown" ? (state.shown = kept) : (state.kinds = kept);
      judge();
      changed();
    });
  for (const input of all("#step-claims [name]"))
    input.addEventListener("input", () => {
      state.claims[input.name] = input.value;
      if (input.name === "address_mode") addressFields();
      if (input.name === "birth_date") judge();
      say(input.name, "");
      changed();
    });
  one("#resident-language").addEventListener("change", (/** @type {any} */ event) => {
    state.language = event.target.value;
    changed();
    if (state.step === "read") applyPreview(one("#preview"), previewOf(), words.preview);
    if (!one("#declined").hidden) decline();
  });
  one("#slip").addEventListener("change", (/** @type {any} */ event) => {
    state.slip = event.target.checked;
    changed();
  });
  for (const button of all("[data-go]"))
    button.addEventListener("click", () => {
      const target = button.dataset.go;
      if (STEPS.indexOf(target) < STEPS.indexOf(state.step) || complete(state.step)) go(target);
    });
  one("#filter").addEventListener("input", filter);
  one("#second-look").addEventListener("click", secondLook);
  for (const button of all("[data-end]")) button.addEventListener("click", decline);
  one("#declined-print").addEventListener("click", () => {
    print();
    one("#declined-print").focus(); // the paper hid it
  });
  one("#declined-close").addEventListener("click", closeDeclined);
  one("#declined-back").addEventListener("click", () => go("proofs"));
  one("#issue").addEventListener("click", issue);
  one("#card-print").addEventListener("click", () => one("#card-pdf").contentWindow.print());
  for (const link of [one("#card-open"), one("#slip-open")]) link.addEventListener("click", openInTab);
  for (const button of all("[data-next-resident]")) button.addEventListener("click", startOver);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const supervisor = document.activeElement?.id === "second-password";
    if (!(event.ctrlKey || event.metaKey || supervisor)) return;
    event.preventDefault();
    const at = STEPS.indexOf(state.step);
    if (supervisor) secondLook();
    else if (!one("#declined").hidden) one("#declined-print").click();
    else if (issued) one("#card-print").click();
    else if (state.step === "print") issue();
    else if (complete(state.step)) go(STEPS[at + 1]);
  });
  addEventListener("online", () => {
    one("#offline").hidden = true;
    save();
  });
  addEventListener("offline", () => (one("#offline").hidden = false));
  addEventListener("pagehide", () => photo.stopCamera());
}

/** What this tab had saved. While its key cannot be fetched nothing can be typed, or it would be written over. */
async function opened() {
  for (;;) {
    try {
      return await sealed.load();
    } catch {
      one("#step-proofs").hidden = true;
      one("#offline").hidden = false;
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

async function begin() {
  listen();
  const kept = await opened();
  if (kept) {
    state = { ...blank(), ...kept };
    if (state.photo) await photo.restore(state.photo);
    one("#restored").hidden = false;
  }
  fillForm();
  go(state.step, false);
  one("#offline").hidden = navigator.onLine;
  one("#desk").dataset.ready = "true";
}

begin();
