// Which proofs are enough for a card, and what else would be: portico/cards/rules/eligibility.py and suggestions.py in
// JavaScript. It runs in the visitor's browser, so that what is ticked never leaves it. vectors/proofs/ holds the two
// together; the comments of the Python say why each step is as it is.

/**
 * @typedef {{kind: "dated" | "expired" | "tax_year", days?: number, years?: number, until?: [number, number]}} Freshness
 * @typedef {{id: string, gives: Record<string, number>, form_of?: string, suggest?: boolean, freshness?: Freshness}} Proof
 * @typedef {{id: string, needs: Record<string, number>, applicant?: string}} Way
 * @typedef {{proofs: Proof[], ways: Way[], applicants: {id: string, max_age?: number}[]}} Rule
 * @typedef {{kinds?: Iterable<string>, age?: number | null}} Applicant
 * @typedef {{way: string, enough: boolean, has: Record<string, number>, lacks: Record<string, number>}} WayResult
 * @typedef {{enough: boolean, way: string | null, ways: WayResult[], used: string[]}} Verdict
 * @typedef {{count: number, of: string[]}} Choice any `count` different documents; forms of one document are one
 * @typedef {{size: number, choices: Choice[]}} Suggestion
 * @typedef {Map<string, number>} Amounts
 * @typedef {{brings: number[], proofs: Proof[], documents: Set<string>}} Class
 * @typedef {number[][]} Box one slot (a sorted list of classes) for each further proof
 */

/** The question cannot be asked: `code` says which word is unknown, `name` is the word. */
export class EligibilityError extends Error {
  /** @param {"unknown_proof" | "unknown_applicant"} code @param {string} name */
  constructor(code, name) {
    super(`${code}: ${name}`);
    this.code = code;
    this.name = name;
  }
}

/**
 * Judge the proofs shown. Order and repetition do not matter. Throws EligibilityError for an unknown word.
 * @param {Rule} rule @param {Iterable<string>} ticked @param {Applicant} [applicant] @returns {Verdict}
 */
export function evaluate(rule, ticked, applicant = {}) {
  const shown = shownProofs(rule, ticked);
  const ways = openWays(rule, applicant);
  const totals = total(shown);
  const results = ways.map((way) => wayResult(way, totals));
  const first = results.findIndex((result) => result.enough);
  if (first < 0) return { enough: false, way: null, ways: results, used: [] };
  return { enough: true, way: ways[first].id, ways: results, used: irredundant(ways[first], shown) };
}

/**
 * List what else would be enough: all minimal lists of the least number of further proofs, and those up to `slack`
 * longer, shortest first. Empty when it is enough already, or when nothing would be.
 * @param {Rule} rule @param {Iterable<string>} ticked @param {Applicant} [applicant] @param {{slack?: number}} [options]
 * @returns {Suggestion[]}
 */
export function suggestions(rule, ticked, applicant = {}, { slack = 1 } = {}) {
  const shown = shownProofs(rule, ticked);
  const totals = total(shown);
  const targets = openWays(rule, applicant).map((way) => [...lacking(way, totals)]);
  if (targets.some((target) => target.length === 0)) return [];
  const classes = classesOf(rule, shown, targets);
  /** @type {Suggestion[]} */
  const found = [];
  for (const [size, combinations] of minimal(classes, targets, slack)) {
    const boxes = merged(combinations.map((combination) => combination.map((index) => [index])));
    for (const box of boxes.sort(compareBoxes)) found.push(suggestion(size, box, rule, classes));
  }
  return found;
}

/**
 * Give the earliest date (YYYY-MM-DD) a proof may carry on the day `today`; the day itself is still accepted.
 * @param {Freshness} freshness @param {string} today YYYY-MM-DD @returns {string}
 */
export function earliestAcceptable(freshness, today) {
  const [year, month, day] = today.split("-").map(Number);
  if (freshness.kind === "tax_year") {
    const [untilMonth, untilDay] = freshness.until ?? [0, 0];
    const stillLastYear = month < untilMonth || (month === untilMonth && day <= untilDay);
    return isoDate(year - (stillLastYear ? 1 : 0), 1, 1);
  }
  const thatYear = year - (freshness.years ?? 0);
  const exists = new Date(Date.UTC(thatYear, month - 1, day)).getUTCMonth() === month - 1;
  return isoDate(thatYear, month, (exists ? day : 28) - (freshness.days ?? 0));
}

/** @param {number} year @param {number} month @param {number} day may lie outside the month */
function isoDate(year, month, day) {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** @param {Rule} rule @param {Iterable<string>} ticked @returns {Proof[]} */
function shownProofs(rule, ticked) {
  const wanted = new Set(ticked);
  const known = new Set(rule.proofs.map((proof) => proof.id));
  for (const word of wanted) if (!known.has(word)) throw new EligibilityError("unknown_proof", word);
  return rule.proofs.filter((proof) => wanted.has(proof.id));
}

/** @param {Rule} rule @param {Applicant} applicant @returns {Way[]} */
function openWays(rule, applicant) {
  const kinds = new Map(rule.applicants.map((kind) => [kind.id, kind]));
  const open = new Set();
  for (const word of [...new Set(applicant.kinds ?? [])].sort()) {
    const kind = kinds.get(word);
    if (!kind) throw new EligibilityError("unknown_applicant", word);
    const age = applicant.age ?? null;
    if (age === null || kind.max_age === undefined || age <= kind.max_age) open.add(word);
  }
  return rule.ways.filter((way) => way.applicant === undefined || open.has(way.applicant));
}

/** @param {Proof} proof the document a proof is (a form of) */
function documentOf(proof) {
  return proof.form_of === undefined ? proof.id : `${proof.form_of}/`;
}

/** @param {Proof} proof @param {string} measure may be a word that every object has, such as "constructor" */
function amountOf(proof, measure) {
  return Object.hasOwn(proof.gives, measure) ? proof.gives[measure] : 0;
}

/** @param {Proof[]} shown @returns {Amounts} */
function total(shown) {
  /** @type {Map<string, Amounts>} */
  const documents = new Map();
  for (const proof of shown) {
    const best = documents.get(documentOf(proof)) ?? new Map();
    for (const [measure, amount] of Object.entries(proof.gives)) {
      best.set(measure, Math.max(best.get(measure) ?? 0, amount));
    }
    documents.set(documentOf(proof), best);
  }
  /** @type {Amounts} */
  const totals = new Map();
  for (const best of documents.values()) {
    for (const [measure, amount] of best) totals.set(measure, (totals.get(measure) ?? 0) + amount);
  }
  return totals;
}

/** @param {Way} way @param {Amounts} totals @returns {Amounts} */
function lacking(way, totals) {
  const lacks = new Map();
  for (const [measure, need] of Object.entries(way.needs)) {
    const has = totals.get(measure) ?? 0;
    if (has < need) lacks.set(measure, need - has);
  }
  return lacks;
}

/** @param {Way} way @param {Amounts} totals @returns {WayResult} */
function wayResult(way, totals) {
  const lacks = lacking(way, totals);
  const has = Object.fromEntries(Object.keys(way.needs).map((measure) => [measure, totals.get(measure) ?? 0]));
  return { way: way.id, enough: lacks.size === 0, has, lacks: Object.fromEntries(lacks) };
}

/** @param {Way} way @param {Proof[]} shown @returns {string[]} */
function irredundant(way, shown) {
  let kept = shown;
  for (const proof of [...shown].reverse()) {
    const without = kept.filter((other) => other !== proof);
    if (lacking(way, total(without)).size === 0) kept = without;
  }
  return kept.map((proof) => proof.id);
}

/** @param {Rule} rule @param {Proof[]} shown @param {[string, number][][]} targets @returns {Class[]} */
function classesOf(rule, shown, targets) {
  const taken = new Set(shown.map(documentOf));
  /** @type {Map<string, Class>} */
  const grouped = new Map();
  for (const proof of rule.proofs) {
    if (proof.suggest === false || taken.has(documentOf(proof))) continue;
    const brings = targets.flat().map(([measure, lack]) => Math.min(amountOf(proof, measure), lack));
    if (!brings.some((amount) => amount > 0)) continue;
    const key = brings.join(",");
    const group = grouped.get(key) ?? { brings, proofs: [], documents: new Set() };
    group.proofs.push(proof);
    group.documents.add(documentOf(proof));
    grouped.set(key, group);
  }
  return [...grouped.values()];
}

/**
 * @param {Class[]} classes @param {[string, number][][]} targets @param {number} slack
 * @returns {Generator<[number, number[][]]>}
 */
function* minimal(classes, targets, slack) {
  const limits = targets.flat().map(([, lack]) => lack);
  const spans = spansOf(targets);
  /** @type {{combination: number[], sums: number[]}[]} */
  let frontier = [{ combination: [], sums: limits.map(() => 0) }];
  let shortest = Infinity;
  for (let size = 1; frontier.length > 0 && size <= shortest + slack; size += 1) {
    const found = [];
    const following = [];
    for (const { combination, sums } of frontier) {
      for (let index = combination.at(-1) ?? 0; index < classes.length; index += 1) {
        const now = capped(sums, classes[index].brings, limits);
        if (now.every((amount, at) => amount === sums[at])) continue;
        const longer = [...combination, index];
        if (!meets(now, limits, spans)) following.push({ combination: longer, sums: now });
        else if (noneToSpare(longer, classes, limits, spans) && distinct(longer, classes)) found.push(longer);
      }
    }
    frontier = following;
    if (found.length > 0) {
      shortest = Math.min(shortest, size);
      yield [size, found];
    }
  }
}

/** @param {[string, number][][]} targets @returns {[number, number][]} */
function spansOf(targets) {
  let start = 0;
  return targets.map((target) => [start, (start += target.length)]);
}

/** @param {number[]} sums @param {number[]} brings @param {number[]} limits */
function capped(sums, brings, limits) {
  return sums.map((amount, at) => Math.min(amount + brings[at], limits[at]));
}

/** @param {number[]} sums @param {number[]} limits @param {[number, number][]} spans */
function meets(sums, limits, spans) {
  return spans.some(([start, end]) => limits.slice(start, end).every((limit, at) => sums[start + at] === limit));
}

/** @param {number[]} combination @param {Class[]} classes @param {number[]} limits @param {[number, number][]} spans */
function noneToSpare(combination, classes, limits, spans) {
  return combination.every((_, spared) => {
    let sums = limits.map(() => 0);
    combination.forEach((index, at) => {
      if (at !== spared) sums = capped(sums, classes[index].brings, limits);
    });
    return !meets(sums, limits, spans);
  });
}

/** @param {number[]} combination @param {Class[]} classes @param {Set<string>} [taken] @returns {boolean} */
function distinct(combination, classes, taken = new Set()) {
  if (combination.length === 0) return true;
  const free = [...classes[combination[0]].documents].filter((document) => !taken.has(document));
  return free
    .slice(0, combination.length)
    .some((document) => distinct(combination.slice(1), classes, new Set([...taken, document])));
}

/** @param {Box[]} boxes @returns {Box[]} */
function merged(boxes) {
  for (;;) {
    /** @type {Map<string, {rest: Box, members: {box: Box, slot: number[]}[]}>} */
    const groups = new Map();
    for (const box of boxes) {
      for (const slot of differentSlots(box)) {
        const rest = without(box, slot);
        const group = groups.get(JSON.stringify(rest)) ?? { rest, members: [] };
        group.members.push({ box, slot });
        groups.set(JSON.stringify(rest), group);
      }
    }
    let largest = { rest: /** @type {Box} */ ([]), members: /** @type {{box: Box, slot: number[]}[]} */ ([]) };
    for (const group of groups.values()) if (group.members.length > largest.members.length) largest = group;
    if (largest.members.length < 2) return boxes;
    const union = [...new Set(largest.members.flatMap(({ slot }) => slot))].sort((a, b) => a - b);
    const gone = new Set(largest.members.map(({ box }) => box));
    boxes = [...boxes.filter((box) => !gone.has(box)), [...largest.rest, union].sort(compareSlots)];
  }
}

/** @param {Box} box */
function differentSlots(box) {
  return [...new Map(box.map((slot) => [slot.join(","), slot])).values()];
}

/** @param {Box} box @param {number[]} slot @returns {Box} */
function without(box, slot) {
  const position = box.findIndex((other) => compareSlots(other, slot) === 0);
  return box.filter((_, at) => at !== position);
}

/** @param {number[]} a @param {number[]} b item by item, the shorter first, as Python compares tuples */
function compareSlots(a, b) {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at] - b[at];
  return a.length - b.length;
}

/** @param {Box} a @param {Box} b */
function compareBoxes(a, b) {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = compareSlots(a[at], b[at]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** @param {number} size @param {Box} box @param {Rule} rule @param {Class[]} classes @returns {Suggestion} */
function suggestion(size, box, rule, classes) {
  const order = new Map(rule.proofs.map((proof, at) => [proof, at]));
  /** @type {Choice[]} */
  const choices = [];
  box.forEach((slot, at) => {
    if (at > 0 && compareSlots(slot, box[at - 1]) === 0) {
      choices[choices.length - 1].count += 1;
      return;
    }
    const proofs = slot.flatMap((index) => classes[index].proofs);
    proofs.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    choices.push({ count: 1, of: proofs.map((proof) => proof.id) });
  });
  return { size, choices };
}
