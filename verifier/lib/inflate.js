// Opens zlib streams (RFC 1950) and never writes more than it was allowed to.

/** The stream is broken or ends early. */
export class DamagedStream extends Error {}
/** The stream holds more than the caller allows. */
export class StreamTooLarge extends Error {}

// Small slices keep what a bomb can unfold before we look within about 256 KiB (deflate grows at most 1032 times).
const SLICE = 256;

/**
 * Do the bytes start with a zlib header: deflate, a window up to 32 KiB, a right header check (RFC 1950, 2.2)?
 * @param {Uint8Array} bytes
 */
export function looksLikeZlib(bytes) {
  if (bytes.length < 2) return false;
  return (bytes[0] & 0x0f) === 8 && bytes[0] >> 4 <= 7 && (bytes[0] * 256 + bytes[1]) % 31 === 0;
}

/**
 * Write the bytes slice by slice. A failed write fails the reading side too, which is where it is reported.
 * @param {WritableStream<BufferSource>} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function feed(stream, bytes) {
  const writer = stream.getWriter();
  writer.closed.catch(() => {});
  try {
    for (let at = 0; at < bytes.length; at += SLICE) await writer.write(bytes.subarray(at, at + SLICE));
    await writer.close();
  } catch {
    // The reader sees the same failure.
  }
}

/**
 * Inflate a whole zlib stream. Throws StreamTooLarge as soon as more than `limit` bytes came out, and DamagedStream when
 * the stream is broken, ends early or is followed by anything.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} limit most bytes to give back
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function inflate(bytes, limit) {
  const stream = new DecompressionStream("deflate");
  const reader = stream.readable.getReader();
  reader.closed.catch(() => {});
  const feeding = feed(stream.writable, bytes);
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > limit) {
        await reader.cancel().catch(() => {});
        throw new StreamTooLarge(`more than ${limit} bytes`);
      }
      chunks.push(value);
    }
  } catch (error) {
    if (error instanceof StreamTooLarge) throw error;
    throw new DamagedStream("not a whole zlib stream");
  }
  await feeding;
  const whole = join(chunks, size);
  // Engines differ on what may follow a stream; the checksum must be the last thing there is (RFC 1950, 2.2).
  const end = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4);
  if (end.getUint32(0) !== adler32(whole)) throw new DamagedStream("bytes after the stream");
  return whole;
}

/**
 * The checksum of RFC 1950, section 8.2.
 * @param {Uint8Array} bytes
 */
function adler32(bytes) {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size
 */
function join(chunks, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
