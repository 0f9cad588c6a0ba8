// @ts-check
/** The finished card and slip: shown for printing, never offered as a download, forgotten with the visit. */

import { one } from "./dom.js";

/** @type {string[]} */
let openedPdfs = [];
/** @type {(Window | null)[]} */
let openedTabs = [];

/** Opens a finished PDF in a tab of its own, which is closed with the visit. @param {MouseEvent} event */
export function openInTab(event) {
  event.preventDefault();
  openedTabs.push(window.open(/** @type {HTMLAnchorElement} */ (event.currentTarget).href));
}

/** @param {string} base64 */
function pdfAddress(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
  openedPdfs.push(address);
  return address;
}

/**
 * @param {{number: string, card: string, slip: string | null, again: boolean}} answer
 * @param {Record<string, string>} said  the staff member's words
 */
export function showIssued(answer, said) {
  forgetPdfs();
  one("#issued-number").textContent = answer.number;
  one("#issued-again").hidden = !answer.again;
  const card = pdfAddress(answer.card);
  // The viewer's own bars off: the desk's buttons print, and nothing invites to save a copy.
  one("#card-pdf").src = `${card}#toolbar=0&navpanes=0&view=FitH`;
  one("#card-open").href = card;
  one("#slip-open").hidden = !answer.slip;
  if (answer.slip) one("#slip-open").href = pdfAddress(answer.slip);
  one("#issued").hidden = false;
  markIssued(true, said);
  one("#issued h3").focus();
}

/**
 * The main button is what comes next: issue, and afterwards print.
 * @param {boolean} yes
 * @param {Record<string, string>} said
 */
export function markIssued(yes, said) {
  one("#issue").textContent = yes ? said.again : said.issue;
  one("#issue").classList.toggle("button--main", !yes);
  one("#step-print [data-go=read]").hidden = yes; // an issued card cannot be changed
}

export function forgetPdfs() {
  openedTabs.forEach((tab) => tab?.close());
  openedTabs = [];
  openedPdfs.forEach((address) => URL.revokeObjectURL(address));
  openedPdfs = [];
  one("#card-pdf").removeAttribute("src");
  for (const link of [one("#card-open"), one("#slip-open")]) link.removeAttribute("href");
}
