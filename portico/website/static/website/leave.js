// Quick exit. Without this module it is an ordinary link; with it the page is also replaced in the tab's history,
// and pressing Escape twice within a second does the same.
const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".exit"));
let last = -Infinity;

/** @param {Event} event @param {string} address */
function leave(event, address) {
  event.preventDefault();
  document.body.hidden = true;
  location.replace(address);
}

if (link) {
  link.addEventListener("click", (event) => leave(event, link.href));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - last < 1000) leave(event, link.href);
    last = event.timeStamp;
  });
}
