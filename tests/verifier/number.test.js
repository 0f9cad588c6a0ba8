import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "../../verifier/lib/number.js";

test("an index becomes eight digits with two check digits", () => {
  assert.equal(format(42_193), "0004 2193 07");
  assert.equal(format(0), "0000 0000 98");
});

test("the whole number leaves 1 when divided by 97 (ISO 7064)", () => {
  for (let index = 0; index < 131_072; index += 611) {
    assert.equal(Number(format(index).replaceAll(" ", "")) % 97, 1);
  }
});

for (const index of [-1, 1.5, 100_000_000, NaN]) {
  test(`${index} is no index`, () => assert.throws(() => format(index), RangeError));
}
