// @ts-check
/** Messages beside the fields they are about; what was typed stays. */

import { all, one } from "./dom.js";

/** @param {string} field @param {string} message */
export function say(field, message) {
  const place = one(`#error-${field}`) ?? one("#error-issue");
  place.textContent = message;
  place.hidden = !message;
  const input = one(`[name="${field}"]`);
  if (input) message ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
}

/** @param {string} field @param {string} message @returns {false} */
export function fail(field, message) {
  say(field, message);
  const input = one(`[name="${field}"]`) ?? one(`#error-${field}`);
  input?.focus();
  return false;
}

export function clearErrors() {
  for (const place of all("[id^=error-]")) {
    place.textContent = "";
    place.hidden = true;
  }
  for (const input of all("[aria-invalid]")) input.removeAttribute("aria-invalid");
}
