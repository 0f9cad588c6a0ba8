// The parts of the page, and putting words into them.

import { direction, language, own, say } from "./words.js";

/** @typedef {import("./words.js").Word} Word */

/**
 * The element with this id; the page is broken without it.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function part(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id}`);
  return /** @type {T} */ (element);
}

/**
 * A new element with a class and text or children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {...(string | Node)} children
 */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * One of the drawings of index.html.
 * @param {string} id
 * @param {string} className
 */
export function drawing(id, className) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${id}`);
  svg.append(use);
  return svg;
}

/** @typedef {"start" | "scan" | "verdict"} Screen */

/**
 * Show one screen and only that one, and move the reader to its heading.
 * @param {Screen} name
 */
export function show(name) {
  document.body.dataset.screen = name;
  for (const screen of ["start", "scan", "verdict"]) part(screen).hidden = screen !== name;
  if (name !== "verdict") delete document.body.dataset.kind;
  scrollTo(0, 0);
}

export const shown = () => document.body.dataset.screen;

/**
 * Put the words of the chosen language everywhere that words stand still.
 * @param {Record<string, string>} city its name by language, or nothing yet
 */
export function translate(city) {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(/** @type {Word} */ (element.getAttribute("data-say")));
  }
  for (const element of document.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", say(/** @type {Word} */ (element.getAttribute("data-say-label"))));
  }
  const name = Object.keys(city).length ? own(city) : null;
  part("city").textContent = name ?? say("title");
  document.title = name ? say("of_city", { city: name }) : say("title");
  const note = part("unchecked");
  note.hidden = say("checked") === "yes";
  note.textContent = say("unchecked_note");
}
