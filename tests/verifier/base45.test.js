import assert from "node:assert/strict";
import { test } from "node:test";
import { Base45Error, decode } from "../../verifier/lib/base45.js";
import { base45 } from "./small_city.js";

const ascii = (bytes) => Buffer.from(bytes).toString("latin1");

test("the examples of RFC 9285 decode", () => {
  assert.equal(ascii(decode("BB8")), "AB");
  assert.equal(ascii(decode("%69 VD92EX0")), "Hello!!");
  assert.equal(ascii(decode("UJCLQE7W581")), "base-45");
  assert.equal(ascii(decode("QED8WEX0")), "ietf!");
});

test("every pair of bytes comes back", () => {
  const bytes = new Uint8Array(65536 * 2).map((_, i) => (i % 2 ? (i >> 1) & 0xff : i >> 9));
  assert.deepEqual(decode(base45(bytes)), bytes);
});

for (const text of ["GGW", ":::", "A", "BB8A", "a12", "BB8\u0130", "::", "B B\n"]) {
  test(`refuses ${JSON.stringify(text)}`, () => assert.throws(() => decode(text), Base45Error));
}
