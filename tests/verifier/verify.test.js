import assert from "node:assert/strict";
import { test } from "node:test";
import { readStatusList, readTrustList } from "../../verifier/lib/lists.js";
import { verify } from "../../verifier/lib/verify.js";
import { DAY, ISSUER, NOW, PHOTO, POLICY, STATUS_URI, SmallCity, base45, identity, makeKey, map, pack, payload, sign1 } from "./small_city.js";
import { deflateSync } from "node:zlib";

const city = new SmallCity();
const neighbour = new SmallCity({ root: city.root, issuer: "https://otherbay.example" });
const cities = [city.listed(), neighbour.listed()];

/** Verify a text against the small city's lists, with changes. */
async function outcome(text, { trust = {}, status = {}, now = NOW, policy = POLICY } = {}) {
  const trustList = trust && (await readTrustList(city.trust({ cities, ...trust }), city.root.point));
  const statusList = status && trustList ? await readStatusList(city.status(status), trustList) : null;
  return verify(text, { trust: trustList, status: statusList, now, policy });
}

/** One test: a text, under these circumstances, has this verdict for this reason and tells no claims. */
function refuses(what, text, expected, circumstances) {
  test(what, async () => {
    const result = await outcome(typeof text === "function" ? text() : text, circumstances);
    assert.equal(`${result.verdict}/${result.reason}`, expected);
    assert.equal(result.claims, null);
    assert.equal(result.stale, false);
  });
}

test("a good card is valid and says what its face shows", async () => {
  const id = [[10, "1709 Gullwing Crescent, Unit 4"], [9, 3], [19, "زرافينا"], [20, "ara"]];
  const result = await outcome(city.card({ id }));
  const { photo, ...claims } = result.claims;
  assert.deepEqual({ ...result, claims }, {
    verdict: "valid",
    reason: "ok",
    stale: false,
    status: "valid",
    claims: {
      name: "Zérafina Quillfeather-Mbeki",
      birth_date: "1987-04-23",
      expires: "2027-12-31",
      issuer: ISSUER,
      number: "0004 2193 07",
      gender: "X",
      address: "1709 Gullwing Crescent, Unit 4",
      second_name: "زرافينا",
      second_name_language: "ara",
    },
  });
  assert.equal(photo.format, "webp");
  assert.deepEqual(Buffer.from(photo.bytes), PHOTO);
});

const good = city.card();
const packed = deflateSync(sign1(city.key, payload()));
const withProtected = (header) => pack(sign1(city.key, payload(), { header }));

refuses("words are a foreign code", "hello", "not_a_card/foreign_code");
refuses("an address is a foreign code", "HTTPS://CITY.EXAMPLE/MENU", "not_a_card/foreign_code");
refuses("an empty text is a foreign code", "", "not_a_card/foreign_code");
refuses("base45 of something else is a foreign code", base45(Buffer.from("just text")), "not_a_card/foreign_code");
refuses("gzip is a foreign code", base45(Buffer.from([0x1f, 0x8b, 8, 0])), "not_a_card/foreign_code");
refuses("a cut card is damaged", base45(packed.subarray(0, 150)), "unreadable/damaged");
refuses("a bomb is too large", base45(deflateSync(Buffer.alloc(2 ** 20))), "unreadable/too_large");
refuses("a text longer than any code is too large", base45(Buffer.concat([packed, Buffer.alloc(3000)])), "unreadable/too_large");
refuses("no CBOR is malformed", base45(deflateSync(Buffer.from([0xff]))), "unreadable/malformed");
refuses("bytes after the token are malformed", () => pack(new Uint8Array([...sign1(city.key, payload()), 0])), "unreadable/malformed");
refuses("other CBOR is a foreign code", pack(new Uint8Array([0x83, 1, 2, 3])), "not_a_card/foreign_code");
refuses("tag 61 is a foreign code", () => pack(new Uint8Array([0xd8, 0x3d, ...sign1(city.key, payload())])), "not_a_card/foreign_code");
refuses("another COSE tag is a foreign code", () => pack(sign1(city.key, payload(), { tag: 17 })), "not_a_card/foreign_code");
refuses("no tag is a foreign code", () => pack(sign1(city.key, payload(), { tag: null })), "not_a_card/foreign_code");
refuses("three parts are malformed", () => city.card({}, { spoil: (parts) => parts.pop() }), "unreadable/malformed");
refuses("a short signature is malformed", () => city.card({}, { spoil: (p) => (p[3] = p[3].slice(1)) }), "unreadable/malformed");
refuses("a protected header that is no map is malformed", () => withProtected(new Uint8Array([1])), "unreadable/malformed");
refuses("a payload that is no map is malformed", () => pack(sign1(city.key, new Uint8Array([1]))), "unreadable/malformed");
refuses("a duplicate claim is malformed", () => pack(sign1(city.key, new Uint8Array([0xa2, 1, 1, 1, 2]))), "unreadable/malformed");
refuses("an unprotected header is malformed", () => city.card({}, { spoil: (p) => p[1].set(4, "x") }), "unreadable/malformed");
refuses("a critical header is malformed", () => withProtected(map([1, -7], [2, [4]], [4, city.key.kid])), "unreadable/malformed");
refuses("an empty protected header names no algorithm", () => withProtected(new Uint8Array(0)), "signature_wrong/algorithm");
refuses("a slip is no card", () => city.card({}, { typ: "portico-slip+cwt" }), "not_a_card/slip");
refuses("any other type is no card", () => city.card({}, { typ: "application/statuslist+cwt" }), "not_a_card/no_identity");
refuses("a token without identity is no card", () => city.card({ claims: [[169, undefined]] }), "not_a_card/no_identity");
refuses("another algorithm", () => city.card({}, { alg: -35 }), "signature_wrong/algorithm");
refuses("no algorithm", () => withProtected(map([4, city.key.kid])), "signature_wrong/algorithm");
refuses("no trust list", good, "lists_too_old/no_lists", { trust: null });
refuses("a clock before the trust list", good, "clock_wrong/before_lists", { now: NOW - DAY - 301, status: null });
refuses("a clock before the status list", good, "clock_wrong/before_lists", { now: NOW - 3600 - 301 });
refuses("a trust list that ran out", good, "lists_too_old/trust_expired", { trust: { exp: NOW } });
refuses("a city nobody listed", () => city.card({ claims: [[1, "https://elsewhere.example"]] }), "city_unknown/issuer");
refuses("the neighbour's key", () => city.card({}, { key: neighbour.key }), "signature_wrong/wrong_city");
refuses("an unknown key", () => city.card({}, { key: makeKey() }), "signature_wrong/unknown_key");
refuses("no key id", () => withProtected(map([1, -7])), "signature_wrong/unknown_key");
refuses("another's signature under our key id", () => city.card({}, { key: neighbour.key, kid: city.key.kid }), "signature_wrong/tampered");
refuses("one changed byte", () => city.card({}, { spoil: (p) => (p[2][p[2].length - 1] ^= 1) }), "signature_wrong/tampered");
refuses("a key of the past", good, "signature_wrong/key_not_in_force", { trust: { cities: [city.listed({ exp: NOW })] } });
refuses("a key of the future", good, "signature_wrong/key_not_in_force", { trust: { cities: [city.listed({ nbf: NOW + 1 })] }, status: null });
refuses("expired this second", () => city.card({ claims: [[4, NOW]] }), "expired/exp");
refuses("not yet valid", () => city.card({ claims: [[5, NOW + 1]] }), "not_yet_valid/nbf");
refuses("no status list", good, "lists_too_old/no_lists", { status: null });
refuses("an old status list", good, "lists_too_old/status_old", { status: { iat: NOW - 7 * DAY - 1 } });
refuses("a status list that ran out", good, "lists_too_old/status_old", { status: { exp: NOW } });
refuses("a number beyond the list", () => city.card({ index: 131_072 }), "lists_too_old/index_beyond_list");
refuses("revoked", good, "revoked/status", { status: { revoked: [42_193] } });
refuses("no status claim", () => city.card({ claims: [[65535, undefined]] }), "not_a_card/no_status");
refuses("a status list elsewhere", () => city.card({ claims: [[65535, map(["status_list", map(["idx", 1], ["uri", "https://x.example"])])]] }), "lists_too_old/no_lists");

const BAD_CLAIMS = {
  "no expiry": { claims: [[4, undefined]] },
  "an expiry in words": { claims: [[4, "2028"]] },
  "an expiry beyond all years": { claims: [[4, 2 ** 52]] },
  "an identity that is no map": { claims: [[169, "me"]] },
  "no name": { id: [[4, undefined]] },
  "an empty name": { id: [[4, ""]] },
  "a name of 121 characters": { id: [[4, "é".repeat(121)]] },
  "a birth date that never was": { id: [[8, "19870230"]] },
  "a birth date half with dashes": { id: [[8, "1987-0423"]] },
  "a birth date in the year 0": { id: [[8, "00000101"]] },
  "gender code 4": { id: [[9, 4]] },
  "gender twice": { id: [[9, 1], [66, "two-spirit"]] },
  "an address of 201 characters": { id: [[10, "a".repeat(201)]] },
  "a status index in words": { claims: [[65535, map(["status_list", map(["idx", "1"], ["uri", STATUS_URI])])]] },
  "a negative status index": { index: -1 },
};
for (const [what, options] of Object.entries(BAD_CLAIMS)) refuses(what, () => city.card(options), "unreadable/claims");

const face = (bytes, sub = 4, format = 0) => ({ id: [[62, [map([0, new Uint8Array(bytes)], [1, format], [2, sub])]]] });
refuses("no photo", () => city.card({ id: [[62, undefined]] }), "unreadable/photo");
refuses("a photo that is no picture", () => city.card(face(Buffer.from("<svg onload=x>"))), "unreadable/photo");
refuses("a WebP that says it is JPEG", () => city.card(face(PHOTO, 1)), "unreadable/photo");
refuses("a template instead of an image", () => city.card(face(PHOTO, 4, 1)), "unreadable/photo");
refuses("a photo kind no browser shows", () => city.card(face(PHOTO, 6)), "unreadable/photo");

test("120 characters beyond the basic plane are one name", async () => {
  assert.equal((await outcome(city.card({ id: [[4, "𞤀".repeat(120)]] }))).verdict, "valid");
});

test("a birth date with dashes is read too", async () => {
  assert.equal((await outcome(city.card({ id: [[8, "1987-04-23"]] }))).claims.birth_date, "1987-04-23");
});

test("the last second of a card is still valid, and its last day is the printed one", async () => {
  const result = await outcome(city.card({ claims: [[4, NOW]] }), { now: NOW - 1 });
  assert.equal(result.claims.expires, "2026-11-30");
});

test("a list between amber and red is stale but valid", async () => {
  const result = await outcome(good, { status: { iat: NOW - DAY - 1 } });
  assert.deepEqual([result.verdict, result.stale], ["valid", true]);
});

test("without require_status a card can be valid unchecked, and says so", async () => {
  const policy = { ...POLICY, require_status: false };
  assert.equal((await outcome(good, { status: null, policy })).status, "not_checked");
  assert.equal((await outcome(city.card({ claims: [[65535, undefined]] }), { policy })).status, "none");
});

test("a foreign map with a text claim 169 does not confuse", async () => {
  const text = pack(sign1(city.key, map(["169", identity()], [1, ISSUER])));
  assert.equal((await outcome(text)).reason, "no_identity");
});
