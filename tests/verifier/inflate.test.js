import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { DamagedStream, StreamTooLarge, inflate, looksLikeZlib } from "../../verifier/lib/inflate.js";

const packed = (bytes) => new Uint8Array(deflateSync(bytes));
const noise = (size) => Uint8Array.from({ length: size }, (_, i) => (i * 7919 * (i + 13)) >> 3);

for (const size of [0, 1, 255, 4095, 4096]) {
  test(`${size} bytes come back`, async () => assert.deepEqual(await inflate(packed(noise(size)), 4096), noise(size)));
}

test("one byte above the limit is too large", () => assert.rejects(inflate(packed(noise(4097)), 4096), StreamTooLarge));

test("a bomb is stopped at once", async () => {
  const bomb = packed(new Uint8Array(64 * 1024 * 1024));
  const start = performance.now();
  await assert.rejects(inflate(bomb, 4096), StreamTooLarge);
  assert.ok(performance.now() - start < 200, "it was unfolded");
});

test("every cut is damage", async () => {
  const whole = packed(noise(700));
  for (let size = 2; size < whole.length; size += 13) await assert.rejects(inflate(whole.slice(0, size), 4096), DamagedStream);
});

test("a wrong checksum is damage", async () => {
  const whole = packed(noise(700));
  whole[whole.length - 1] ^= 1;
  await assert.rejects(inflate(whole, 4096), DamagedStream);
});

test("anything after the stream is damage", () =>
  assert.rejects(inflate(new Uint8Array([...packed(noise(700)), 0]), 4096), DamagedStream));

test("a preset dictionary is damage", () =>
  assert.rejects(inflate(new Uint8Array([0x78, 0xbb, 0, 0, 0, 1, 3, 0]), 4096), DamagedStream));

test("zlib is known by its header", () => {
  assert.ok(looksLikeZlib(packed(noise(9))));
  for (const bytes of [[], [0x78], [0x1f, 0x8b], [0x79, 0x9c], [0x88, 0x1c], [0x78, 0x9d]]) {
    assert.ok(!looksLikeZlib(new Uint8Array(bytes)), String(bytes));
  }
});
