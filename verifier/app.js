// The verifier: start, look for a code, give the verdict, forget it.

import { Camera, CameraTrouble } from "./app/camera.js";
import { Decoder, DecoderFailed } from "./app/decoder.js";
import { Installation } from "./app/install.js";
import { Lists } from "./app/lists.js";
import { make, part, show, shown, translate } from "./app/page.js";
import { readPicture } from "./app/picture.js";
import { readConfig } from "./app/settings.js";
import { chooseProfile, chosenProfile, renderCount, renderDesk, renderInstallation, renderLists } from "./app/start.js";
import * as tally from "./app/tally.js";
import * as verdict from "./app/verdict.js";
import * as words from "./app/words.js";
import { looksLikeCard, refused, verify } from "./lib/verify.js";

/** @typedef {import("./lib/verify.js").Result} Result */

const FORGET_AFTER_MS = 60_000;
const HINT_AFTER_MS = 10_000;

words.remember();
const config = readConfig(await (await fetch("config.json")).json());
const lists = new Lists(config);
const installation = new Installation();
const decoder = new Decoder();
const camera = new Camera(part("video"), decoder);
const picture = /** @type {HTMLInputElement} */ (part("picture"));
/** @type {ReturnType<typeof setTimeout> | undefined} */
let forgetting;
/** Was the last card scanned by camera? Then the next one is too. */
let scanning = false;

function render() {
  translate(lists.settings.city);
  renderDesk(lists);
  renderLists(lists);
  renderInstallation(installation);
  renderCount(lists);
}

/** Back to the first screen, with nothing left of the last card. */
function start() {
  camera.stop();
  forget();
  if (installation.replaced) location.reload();
  scanning = false;
  show("start");
  render();
  part("start-title").focus();
}

function forget() {
  clearTimeout(forgetting);
  verdict.clear();
  picture.value = "";
}

/** Open the camera and look until there is a verdict or a reason why not. */
async function scan() {
  forget();
  hideTrouble();
  scanning = true;
  show("scan");
  part("scan-title").focus();
  renderLists(lists);
  part("scan-hint").textContent = words.say("scan_hint");
  const hint = setTimeout(() => (part("scan-hint").textContent = words.say("scan_far")), HINT_AFTER_MS);
  try {
    if (!(await camera.start())) return;
    offerLight();
    const texts = await camera.look();
    if (texts) await judge(texts);
  } catch (error) {
    explain(error);
  } finally {
    clearTimeout(hint);
  }
}

function offerLight() {
  const button = part("torch");
  button.hidden = !camera.hasTorch;
  button.setAttribute("aria-pressed", "false");
}

/** @param {File} file */
async function look(file) {
  camera.stop();
  hideTrouble();
  if (shown() !== "start") show("start");
  part("reading").textContent = words.say("reading_picture");
  try {
    await judge(await readPicture(file, decoder));
  } catch (error) {
    explain(error);
  } finally {
    part("reading").textContent = "";
  }
}

/**
 * The verdict on what was read: on the first code that looks like a card, else on the first.
 * @param {string[]} texts
 */
async function judge(texts) {
  const text = texts.find(looksLikeCard) ?? texts[0];
  const result = text === undefined ? refused("unreadable", "no_code") : await verify(text, lists.context());
  camera.stop();
  answer(result);
}

/** @param {Result} result */
function answer(result) {
  const profile = chosenProfile(lists);
  verdict.present(result, profile, lists);
  if (result.verdict === "valid" && profile) tally.add(profile.id, new Date());
  forgetLater();
}

/** The verdict stays for a minute after the last touch or key. */
function forgetLater() {
  clearTimeout(forgetting);
  if (shown() === "verdict") forgetting = setTimeout(start, FORGET_AFTER_MS);
}

/** @param {unknown} error */
function explain(error) {
  camera.stop();
  if (error instanceof CameraTrouble) tell(words.say(`camera_${error.kind}`));
  else if (error instanceof DecoderFailed) tell(words.say("reader_failed"));
  else throw error;
}

/** @param {string} text */
function tell(text) {
  start();
  const box = part("trouble");
  box.hidden = false;
  box.lastElementChild?.replaceWith(make("p", "", text));
}

const hideTrouble = () => (part("trouble").hidden = true);

function next() {
  if (scanning) scan();
  else start();
}

/**
 * @param {string} id
 * @param {() => void} act
 */
const onClick = (id, act) => part(id).addEventListener("click", act);

function wireButtons() {
  onClick("open-camera", scan);
  onClick("open-picture", () => picture.click());
  onClick("scan-picture", () => picture.click());
  onClick("stop", start);
  onClick("next", next);
  onClick("back", start);
  onClick("refresh", () => lists.refresh());
  onClick("install", () => installation.install());
  onClick("update-now", () => installation.update());
  onClick("torch", () => {
    const on = part("torch").getAttribute("aria-pressed") !== "true";
    part("torch").setAttribute("aria-pressed", String(on));
    camera.light(on);
  });
  picture.addEventListener("change", () => {
    const file = picture.files?.[0];
    if (file) look(file);
  });
}

function wireCount() {
  const outcome = part("count-outcome");
  const act = (/** @type {() => void} */ change) => () => {
    change();
    outcome.textContent = "";
    renderCount(lists);
  };
  onClick("count-off", act(tally.switchOff));
  onClick("count-on", act(tally.switchOn));
  onClick("count-send", async () => {
    const arrived = await tally.send(config.site);
    renderCount(lists);
    outcome.textContent = words.say(arrived ? "count_sent" : "count_failed");
  });
}

function wireChoices() {
  const language = /** @type {HTMLSelectElement} */ (part("language"));
  for (const [code, name] of words.NAMES) {
    const option = make("option", "", name);
    option.value = code;
    option.lang = code;
    option.selected = code === words.language();
    language.append(option);
  }
  language.addEventListener("change", () => {
    words.choose(language.value);
    // The words of a verdict are not kept with the card, so a change of language starts over.
    if (shown() === "start") render();
    else start();
  });
  const profile = /** @type {HTMLSelectElement} */ (part("profile"));
  profile.addEventListener("change", () => {
    chooseProfile(profile.value);
    render();
  });
}

function wireDevice() {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) camera.stop();
    else if (shown() === "scan") scan();
  });
  addEventListener("pagehide", forget);
  addEventListener("pageshow", (event) => {
    if (event.persisted) start();
  });
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, forgetLater, { passive: true });
  part("verdict").addEventListener("keydown", (event) => {
    const busy = event.target instanceof Element && event.target.closest("button, a, select, summary");
    if (busy || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    next();
  });
  // The age of the lists changes without anything else happening.
  setInterval(() => renderLists(lists), 60_000);
}

wireButtons();
wireCount();
wireChoices();
wireDevice();
lists.addEventListener("change", () => shown() !== "verdict" && render());
installation.addEventListener("change", () => {
  // Not while somebody scans or reads a verdict: then the next way back to the start loads the newer version.
  if (installation.replaced && shown() === "start") location.reload();
  else renderInstallation(installation);
});
await lists.start();
// A newer version may have taken over while the lists were read: nobody has begun anything yet.
if (installation.replaced) location.reload();
show("start");
render();
document.body.dataset.ready = "yes";
installation.start();
