import assert from "node:assert/strict";
import { test } from "node:test";
import { ListError, isRevoked, readStatusList, readTrustList } from "../../verifier/lib/lists.js";
import { NOW, STATUS_URI, SmallCity, makeKey, map } from "./small_city.js";

const city = new SmallCity();
const { point } = city.root;
const trusted = () => readTrustList(city.trust(), point);

test("a trust list names its cities in their languages", async () => {
  const list = await trusted();
  assert.equal(list.cities[0].name.fr, "Baie-des-Lanternes");
  assert.equal(list.cities[0].keys[0].kid, Buffer.from(city.key.kid).toString("hex"));
});

test("without a pinned root the list's own key is taken", async () => {
  assert.equal((await readTrustList(city.trust(), null)).cities.length, 1);
});

const stranger = makeKey();
const BAD_TRUST = {
  "another root": () => city.trust({ key: stranger }),
  "another's signature": () => city.trust({ key: stranger, carried: city.root, kid: city.root.kid }),
  "another's key id": () => city.trust({ kid: stranger.kid }),
  "another type": () => city.trust({ typ: "portico-slip+cwt" }),
  "another algorithm": () => city.trust({ alg: -35 }),
  "no date": () => city.trust({ iat: null }),
  "no cities": () => city.trust({ cities: null }),
  "a city without keys": () => city.trust({ cities: [map(["iss", "https://x.example"])] }),
  "a city twice": () => city.trust({ cities: [city.listed(), city.listed()] }),
  "a key under two cities": () => city.trust({ cities: [city.listed(), new SmallCity({ key: city.key, issuer: "https://x.example" }).listed()] }),
  "one changed byte": () => city.trust({ spoil: (parts) => (parts[2][20] ^= 1) }),
  "no CBOR": () => new Uint8Array([1, 2, 3]),
};
for (const [what, make] of Object.entries(BAD_TRUST)) {
  test(`a trust list with ${what} is refused`, () => assert.rejects(readTrustList(make(), point), ListError));
}

test("bits count from the lowest of each byte", async () => {
  const list = await readStatusList(city.status({ revoked: [0, 9, 131_071] }), await trusted());
  const set = [0, 1, 7, 8, 9, 10, 131_070, 131_071].filter((index) => isRevoked(list, index));
  assert.deepEqual(set, [0, 9, 131_071]);
  assert.equal(isRevoked(list, 131_072), null);
});

const BAD_STATUS = {
  "another's signature": { key: stranger, kid: city.key.kid },
  "an unknown key": { key: stranger },
  "another type": { typ: "portico-trust+cwt" },
  "another address": { uri: `${STATUS_URI}?me` },
  "too few cards": { size: 131_064 },
  "a key not in force": { iat: NOW + 400 * 86_400 },
};
for (const [what, options] of Object.entries(BAD_STATUS)) {
  test(`a status list with ${what} is refused`, async () =>
    assert.rejects(readStatusList(city.status(options), await trusted()), ListError));
}
