// The shared situations of vectors/proofs/, asked of the engine that runs in the browser.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import {
  EligibilityError,
  earliestAcceptable,
  evaluate,
  suggestions,
} from "../../portico/cards/static/cards/eligibility.js";

const FOLDER = new URL("../../vectors/proofs/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

/** The answer in the shape of the vectors. */
function answer(rule, { ticked, applicant, slack }) {
  try {
    const verdict = evaluate(rule, ticked, applicant);
    const lacks = Object.fromEntries(verdict.ways.map((way) => [way.way, way.lacks]));
    return {
      enough: verdict.enough,
      way: verdict.way,
      lacks,
      used: verdict.used,
      suggestions: suggestions(rule, ticked, applicant, { slack }),
    };
  } catch (error) {
    if (error instanceof EligibilityError) return { error: error.code, word: error.name };
    throw error;
  }
}

assert.ok(FILES.length >= 3, "the vectors of three cities");
for (const name of FILES) {
  const { rule, situations, freshness } = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
  for (const situation of situations) {
    test(`${name}: ${situation.name}`, () => {
      assert.deepEqual(answer(rule, situation), situation.expect);
    });
  }
  for (const { freshness: limit, today, earliest } of freshness) {
    test(`${name}: on ${today}, ${JSON.stringify(limit)}`, () => {
      assert.equal(earliestAcceptable(limit, today), earliest);
    });
  }
}

test("a question can be put with a Set, and an applicant left out", () => {
  const { rule } = JSON.parse(readFileSync(new URL("san-francisco.json", FOLDER), "utf8"));
  assert.equal(evaluate(rule, new Set(["passport", "pay-stub"])).enough, true);
});

test("measures named like what every object has are numbers all the same", () => {
  const rule = { proofs: [{ id: "a", gives: { photo: 1 } }], ways: [{ id: "w", needs: { constructor: 1 } }], applicants: [] };
  assert.deepEqual(evaluate(rule, ["a"]).ways[0].lacks, { constructor: 1 });
  assert.deepEqual(suggestions(rule, []), []);
});
