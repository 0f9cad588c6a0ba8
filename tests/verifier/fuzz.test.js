// Mutated cards: whatever the change, the verifier answers, answers soon, and never says "valid".

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, inflateSync } from "node:zlib";
import { decode } from "../../verifier/lib/base45.js";
import { readStatusList, readTrustList } from "../../verifier/lib/lists.js";
import { verify } from "../../verifier/lib/verify.js";
import { NOW, POLICY, SmallCity, base45, pack, payload, sign1 } from "./small_city.js";

const seed = Number(process.env.FUZZ_SEED ?? 20261201);
const rounds = Number(process.env.FUZZ_ROUNDS ?? 1500);

/** A small, fast, seeded generator (mulberry32), so that a failure can be repeated. */
function random(state) {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const CHANGES = [
  (bytes, pick) => bytes.with(pick(bytes.length), pick(256)),
  (bytes, pick) => { const at = pick(bytes.length); return bytes.with(at, bytes[at] ^ (1 << pick(8))); },
  (bytes, pick) => bytes.slice(0, pick(bytes.length)),
  (bytes, pick) => Uint8Array.from([...bytes.slice(0, pick(bytes.length)), pick(256), ...bytes.slice(pick(bytes.length))]),
  (bytes, pick) => { const at = pick(bytes.length); return Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + 1 + pick(9))]); },
  (bytes, pick) => { const at = pick(bytes.length); const part = bytes.slice(at, at + pick(40)); return Uint8Array.from([...bytes.slice(0, at), ...part, ...bytes.slice(at)]); },
];

const city = new SmallCity();
const trust = await readTrustList(city.trust(), city.root.point);
const status = await readStatusList(city.status(), trust);
const context = { trust, status, now: NOW, policy: POLICY };
const token = sign1(city.key, payload());
const same = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0;

function unpacksTo(packed, expected) {
  try {
    return same(inflateSync(packed), expected);
  } catch {
    return false;
  }
}

function textUnpacksTo(text, expected) {
  try {
    return unpacksTo(decode(text), expected);
  } catch {
    return false;
  }
}

async function attempt(text, what) {
  const start = performance.now();
  const result = await verify(text, context);
  assert.notEqual(result.verdict, "valid", what);
  assert.equal(result.claims, null, what);
  assert.ok(performance.now() - start < 1000, `slow: ${what}`);
  return result.verdict;
}

test("the card that is mutated below is valid", async () => {
  assert.equal((await verify(pack(token), context)).verdict, "valid");
});

test("changes to the signed bytes", async () => {
  const pick = random(seed);
  const seen = new Set();
  for (let round = 0; round < rounds; round++) {
    let changed = token;
    for (let n = pick(3); n >= 0 && changed.length > 0; n--) changed = CHANGES[pick(CHANGES.length)](changed, pick);
    if (!same(changed, token)) seen.add(await attempt(base45(deflateSync(changed)), `seed ${seed}, round ${round}`));
  }
  assert.ok(seen.size >= 3, `only ${[...seen]}`);
});

test("changes to the compressed bytes", async () => {
  const pick = random(seed + 1);
  const packed = new Uint8Array(deflateSync(token));
  for (let round = 0; round < rounds / 3; round++) {
    const changed = CHANGES[pick(CHANGES.length)](packed, pick);
    // Some bits of a zlib stream mean nothing (padding, the stated level): then it is still the same signed card.
    if (unpacksTo(changed, token)) continue;
    await attempt(base45(changed), `seed ${seed}, round ${round}`);
  }
});

test("changes to the text", async () => {
  const pick = random(seed + 2);
  const text = pack(token);
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:aé\u0000";
  for (let round = 0; round < rounds / 3; round++) {
    const at = 6 + pick(text.length - 6);
    const changed = text.slice(0, at) + letters[pick(letters.length)] + text.slice(at + 1);
    if (!textUnpacksTo(changed, token)) await attempt(changed, `seed ${seed}, round ${round}`);
  }
});
