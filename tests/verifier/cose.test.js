import assert from "node:assert/strict";
import { test } from "node:test";
import { KeyError, kid, kidOf, pointOf, readSign1, verifyingKey, verifySignature } from "../../verifier/lib/cose.js";
import { map, makeKey, sign1 } from "./small_city.js";

const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const X = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d";
const Y = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c";

test("the thumbprint of RFC 9679, section 6", async () => {
  assert.equal(await kidOf(bytes(X + Y)), "496bd8afadf307e5");
});

test("a signature of node:crypto verifies, and one changed bit does not", async () => {
  const key = makeKey();
  const token = sign1(key, map([1, "https://city.example"]));
  const publicKey = await verifyingKey(key.point);
  assert.equal(await verifySignature(readSign1(token), publicKey), true);
  token[token.length - 1] ^= 1;
  assert.equal(await verifySignature(readSign1(token), publicKey), false);
});

test("a key id has eight bytes", () => {
  const key = makeKey();
  assert.match(kid(readSign1(sign1(key, map([1, "x"])))), /^[0-9a-f]{16}$/);
  assert.equal(kid(readSign1(sign1(key, map([1, "x"]), { kid: key.kid.slice(1) }))), null);
});

test("a point off the curve is no key", () => assert.rejects(verifyingKey(bytes(X + X)), KeyError));

test("keys of other kinds are refused", () => {
  const right = [[1, 2], [-1, 1], [-2, bytes(X)], [-3, bytes(Y)]];
  assert.deepEqual(pointOf(map(...right)), bytes(X + Y));
  for (const [label, value] of [[1, 1], [-1, 2], [-2, bytes(X).slice(1)], [-3, true], [3, -35]]) {
    assert.throws(() => pointOf(map(...right, [label, value])), KeyError, String(label));
  }
});
