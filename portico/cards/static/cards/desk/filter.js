// @ts-check
/** Finding a proof in a long list. */

import { all, one } from "./dom.js";

/** Shows only the proofs whose words hold what was typed; ticked ones always stay in sight. */
export function filter() {
  const wanted = plain(one("#filter").value).trim();
  for (const group of all("#proofs-list > fieldset")) {
    let any = false;
    for (const row of group.querySelectorAll(".choice")) {
      row.hidden = !plain(row.textContent).includes(wanted) && !row.querySelector("input").checked;
      any ||= !row.hidden;
    }
    group.hidden = !any;
  }
}

/** @param {string} text */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
