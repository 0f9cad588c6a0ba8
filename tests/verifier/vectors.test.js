// The frozen cards of vectors/, which citycard runs too: the same verdict, for the same reason, with the same claims.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { ListError, readStatusList, readTrustList } from "../../verifier/lib/lists.js";
import { verify } from "../../verifier/lib/verify.js";

const VECTORS = new URL("../../vectors/", import.meta.url);
const names = readdirSync(new URL("cards/", VECTORS)).filter((name) => name.endsWith(".json"));

function listBytes(value) {
  if (value === null || value === undefined) return null;
  if (value.startsWith("lists/")) return new Uint8Array(readFileSync(new URL(value, VECTORS)));
  return new Uint8Array(Buffer.from(value, "base64"));
}

/** A list that cannot be trusted counts as none. */
async function listOrNull(bytes, read) {
  if (!bytes) return null;
  try {
    return await read(bytes);
  } catch (error) {
    if (error instanceof ListError) return null;
    throw error;
  }
}

function claimsOf(result) {
  const { photo, ...claims } = result.claims;
  return { ...claims, photo_sha256: createHash("sha256").update(photo.bytes).digest("hex") };
}

test("there are vectors", () => assert.ok(names.length >= 30, `${names.length} found`));

for (const name of names) {
  const vector = JSON.parse(readFileSync(new URL(`cards/${name}`, VECTORS), "utf8"));
  test(`${name}: ${vector.about}`, async () => {
    const trust = await listOrNull(listBytes(vector.trust), (bytes) => readTrustList(bytes, null));
    const status = trust && (await listOrNull(listBytes(vector.status), (bytes) => readStatusList(bytes, trust)));
    const now = Date.parse(vector.now) / 1000;
    const result = await verify(vector.text, { trust, status, now, policy: vector.policy });
    const { claims, ...expected } = vector.expect;
    const found = { verdict: result.verdict, reason: result.reason, stale: result.stale, status: result.status };
    for (const key of Object.keys(expected)) assert.equal(found[key], expected[key], key);
    if (result.verdict === "valid") assert.deepEqual(claimsOf(result), claims);
    else assert.equal(result.claims, null);
  });
}
