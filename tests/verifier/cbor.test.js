import assert from "node:assert/strict";
import { test } from "node:test";
import * as cborg from "cborg";
import { CborError, decode } from "../../verifier/lib/cbor.js";

const read = (hex) => decode(new Uint8Array(Buffer.from(hex, "hex")));

test("examples of RFC 8949, appendix A", () => {
  assert.equal(read("1818"), 24);
  assert.equal(read("1b000000e8d4a51000"), 1_000_000_000_000);
  assert.equal(read("1bffffffffffffffff"), 18446744073709551615n);
  assert.equal(read("3bffffffffffffffff"), -18446744073709551616n);
  assert.equal(read("3903e7"), -1000);
  assert.equal(read("62c3bc"), "ü");
  assert.deepEqual(read("83010203"), [1, 2, 3]);
  assert.deepEqual(read("a201020304"), new Map([[1, 2], [3, 4]]));
  assert.deepEqual(read("4401020304"), new Uint8Array([1, 2, 3, 4]));
  assert.deepEqual(read("83f4f5f6"), [false, true, null]);
});

const REFUSED = {
  "an integer longer than it need be": "1817",
  "a two-byte integer that fits in one": "190018",
  "a length longer than it need be": "5803010203",
  "a tag longer than it need be": "d81200",
  "an indefinite array": "9f01ff",
  "an indefinite map": "bf0102ff",
  "indefinite bytes": "5f4101ff",
  "a lonely break": "ff",
  "a duplicate integer key": "a201020103",
  "a duplicate text key": "a2616101616102",
  "a key that is bytes": "a1416101",
  "a key that is true": "a1f501",
  "a float": "f93c00",
  "undefined": "f7",
  "a tag inside": "81c101",
  "bytes after the item": "0000",
  "nothing at all": "",
  "an array that ends early": "8301",
  "a map that ends early": "a101",
  "bytes that end early": "44010203",
  "an array of four billion items": "9affffffff",
  "a text of 2^63 bytes": "7b8000000000000000",
  "text that is not UTF-8": "62c328",
  "a reserved length": "1c",
  "an unassigned simple value": "f820",
  "nine arrays in each other": `${"81".repeat(9)}00`,
};
for (const [what, hex] of Object.entries(REFUSED)) {
  test(`refuses ${what}`, () => assert.throws(() => read(hex), CborError));
}

test("eight arrays in each other are read", () => assert.equal(read(`${"81".repeat(8)}00`).flat(8)[0], 0));

test("agrees with cborg on what it writes", () => {
  const value = new Map([[4, "Zérafina"], [-70169, [1, -1, 65536, -65537, 2 ** 40]], ["uri", new Uint8Array(300)], [62, [new Map()]]]);
  assert.deepEqual(decode(new Uint8Array(cborg.encode(value))), value);
});
