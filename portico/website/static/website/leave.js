// Quick exit. Without this module it is an ordinary link; with it the page is also replaced in the tab's history,
// and pressing Escape twice within a second does the same.
const link = document.querySelector(".exit");
let last = -Infinity;

function leave(event) {
  event.preventDefault();
  document.body.hidden = true;
  location.replace(link.href);
}

if (link) {
  link.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - last < 1000) leave(event);
    last = event.timeStamp;
  });
}
