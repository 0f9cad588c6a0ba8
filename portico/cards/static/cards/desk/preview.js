// @ts-check
/** What the resident reads before anything is printed, in the resident's own language. */

/** @param {HTMLElement} root @param {string} name @param {string} text */
function put(root, name, text) {
  const place = /** @type {HTMLElement} */ (root.querySelector(`[data-say="${name}"]`));
  place.textContent = text;
  const row = /** @type {HTMLElement | null} */ (place.closest("[data-row]"));
  if (row) row.hidden = !text;
}

/** @param {Record<string, string>} claims  the address as the card will print it, line by line */
function address(claims) {
  if (claims.address_mode === "shown") return claims.address ?? "";
  if (claims.address_mode === "care_of") return `c/o – a/s ${claims.care_of ?? ""}\n${claims.address ?? ""}`;
  return "";
}

/**
 * @param {HTMLElement} root
 * @param {{claims: Record<string, string>, photo: string, language: string, expires: string}} card
 * @param {Record<string, any>} words  by language
 * @param {any} office
 */
export function applyPreview(root, card, words, office) {
  const said = words[card.language];
  root.lang = card.language;
  root.dir = said.direction;
  for (const place of root.querySelectorAll("[data-word]")) {
    const name = /** @type {HTMLElement} */ (place).dataset.word ?? "";
    place.textContent = said[name];
    /** @type {HTMLElement} */ (place).hidden = said[name] === "";
  }
  put(root, "city", said.city);
  put(root, "name", card.claims.name ?? "");
  put(root, "second_name", card.claims.second_name ?? "");
  put(root, "birth_date", card.claims.birth_date ?? "");
  put(root, "expires", card.expires);
  put(root, "gender", card.claims.gender ?? "");
  put(root, "guardian", card.claims.guardian ?? "");
  put(root, "address", address(card.claims));
  const portrait = /** @type {HTMLImageElement} */ (root.querySelector("[data-portrait]"));
  portrait.hidden = !card.photo;
  if (card.photo) portrait.src = card.photo;
}

/**
 * Writes the paper for a resident who leaves without a card: what would be enough, in their language.
 * @param {HTMLElement} root
 * @param {string} language
 * @param {Record<string, any>} words
 * @param {any} office
 * @param {(list: HTMLElement, rule: any, said: any) => void} list
 */
export function fillDeclined(root, language, words, office, list) {
  const said = words[language];
  root.lang = language;
  root.dir = said.direction;
  for (const place of root.querySelectorAll("[data-word]"))
    place.textContent = said[/** @type {HTMLElement} */ (place).dataset.word ?? ""];
  const rule = { ...office.rule, proofs: office.labels[language] };
  list(/** @type {HTMLElement} */ (root.querySelector("[data-list]")), rule, said);
}
