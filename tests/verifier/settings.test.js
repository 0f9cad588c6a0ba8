import assert from "node:assert/strict";
import { test } from "node:test";
import { SettingsError, isOver, readCitySettings, readConfig } from "../../verifier/app/settings.js";
import { weekOf } from "../../verifier/app/tally.js";

const good = () => ({
  city: { name: { en: "Lantern Bay" } },
  profiles: [{ id: "library", name: { en: "Library" }, shows: ["photo", "name", "valid"], do_not_ask: { en: ["Status"] } }],
  amber_after_hours: 24,
  red_after_hours: 168,
  report: { phone: "311" },
});

test("good settings are read", () => {
  const { profiles, amberAfter, redAfter, phone } = readCitySettings(good());
  assert.deepEqual([amberAfter, redAfter, phone], [86_400, 604_800, "311"]);
  assert.deepEqual(profiles[0].doNotAsk, { en: ["Status"] });
});

test("a desk that asks 18 or over sees the photo and the answer, whatever else its profile says", () => {
  const settings = good();
  settings.profiles[0].shows = ["name", "birth_date", "over_18"];
  assert.deepEqual(readCitySettings(settings).profiles[0].shows, ["photo", "age_over"]);
  assert.equal(readCitySettings(settings).profiles[0].overAge, 18);
});

test("a desk may ask for another age", () => {
  const settings = good();
  Object.assign(settings.profiles[0], { shows: ["valid", "photo", "age_over"], over_age: 65 });
  assert.equal(readCitySettings(settings).profiles[0].overAge, 65);
});

test("a field of a later version is left out", () => {
  const settings = good();
  settings.profiles[0].shows.push("library_number");
  assert.deepEqual(readCitySettings(settings).profiles[0].shows, ["photo", "name", "valid"]);
});

const SPOILED = {
  "no profiles": (s) => (s.profiles = []),
  "an age without a number": (s) => (s.profiles[0].shows = ["photo", "age_over"]),
  "an id with a space": (s) => (s.profiles[0].id = "my desk"),
  "red before amber": (s) => (s.red_after_hours = 1),
  "ages in words": (s) => (s.amber_after_hours = "24"),
  "a name that is no text": (s) => (s.city.name.en = 7),
  "do_not_ask that is no list": (s) => (s.profiles[0].do_not_ask.en = "Status"),
  "no city": (s) => delete s.city,
};
for (const [what, spoil] of Object.entries(SPOILED)) {
  test(`settings with ${what} are refused`, () => {
    const settings = good();
    spoil(settings);
    assert.throws(() => readCitySettings(settings), SettingsError);
  });
}

test("the pinned root is 64 bytes in base64url", () => {
  const root = Buffer.alloc(64, 0xfb).toString("base64url");
  assert.deepEqual(readConfig({ site: "https://cards.example", root }).root, new Uint8Array(64).fill(0xfb));
  assert.throws(() => readConfig({ site: "https://cards.example", root: "AAAA" }), SettingsError);
  assert.throws(() => readConfig({ site: "https://cards.example/path", root }), SettingsError);
});

const AGES = [
  ["2008-12-01", "2026-12-01", true],
  ["2008-12-02", "2026-12-01", false],
  ["2008-11-30", "2026-12-01", true],
  ["2009-01-01", "2026-12-31", false],
  ["2008-02-29", "2026-02-28", false],
  ["2008-02-29", "2026-03-01", true],
];
for (const [born, today, expected] of AGES) {
  test(`born ${born}, on ${today}: ${expected}`, () => {
    assert.equal(isOver(born, 18, new Date(`${today}T12:00:00`)), expected);
  });
}

test("a week is named by its Monday", () => {
  assert.equal(weekOf("2026-12-01"), "2026-11-30");
  assert.equal(weekOf("2026-11-30"), "2026-11-30");
  assert.equal(weekOf("2027-01-03"), "2026-12-28");
});
