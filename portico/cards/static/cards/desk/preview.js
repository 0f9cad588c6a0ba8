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
 */
export function applyPreview(root, card, words) {
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

/** Empties the preview: the next resident must not find the last one's words in it. @param {HTMLElement} root */
export function clearPreview(root) {
  for (const place of root.querySelectorAll("[data-say]")) place.textContent = "";
  root.querySelector("[data-portrait]")?.removeAttribute("src");
}

/**
 * Writes the paper for a resident who leaves without a card, in their language.
 * @param {HTMLElement} root
 * @param {Record<string, string>} said
 * @param {string} language
 */
export function fillDeclined(root, said, language) {
  root.lang = language;
  root.dir = said.direction;
  for (const place of root.querySelectorAll("[data-word]"))
    place.textContent = said[/** @type {HTMLElement} */ (place).dataset.word ?? ""];
}

/** @param {string} tag @param {string | Node[]} content */
function element(tag, content) {
  const made = document.createElement(tag);
  typeof content === "string" ? (made.textContent = content) : made.append(...content);
  return made;
}

/**
 * Lists the ways to be enough: each a list of documents, or of "one of these" lists, that belong together.
 * @param {HTMLElement} list
 * @param {readonly {choices: readonly {count: number, of: readonly string[]}[]}[]} ways
 * @param {Record<string, string>} labels
 * @param {Record<string, string>} said
 */
export function listWays(list, ways, labels, said) {
  list.replaceChildren(
    ...ways.map((way) => {
      const parts = way.choices.flatMap((choice, n) => {
        const lead = n ? [element("p", said.and)] : [];
        const names = choice.of.map((id) => labels[id]);
        if (names.length === choice.count) return [...lead, ...names.map((name) => element("strong", name))];
        const words = choice.count === 1 ? said.one : said.some.replace("%s", String(choice.count));
        return [...lead, element("strong", words), element("ul", names.map((name) => element("li", name)))];
      });
      return element("li", parts);
    }),
  );
}
