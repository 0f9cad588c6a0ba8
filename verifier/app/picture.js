// Finds codes in a picture file: a photo of the card, however large, looked at in several sizes.

/** @typedef {import("./decoder.js").Decoder} Decoder */

// Middle sizes first: they smooth the noise of a phone's picture and still leave three pixels to each module of the code.
const LONGEST_SIDES = [1600, 2400, 4096, 1100, 760];

/**
 * The texts of the codes in a picture; none when there are none or when it is no picture. Rejects with DecoderFailed.
 * @param {Blob} file
 * @param {Decoder} decoder
 * @returns {Promise<string[]>}
 */
export async function readPicture(file, decoder) {
  const picture = await open(file);
  if (!picture) return [];
  try {
    for (const side of sizes(Math.max(picture.width, picture.height))) {
      const { texts } = await decoder.read(await resized(picture, side));
      if (texts.length) return texts;
    }
    return [];
  } finally {
    picture.close();
  }
}

/** @param {Blob} file */
async function open(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

/**
 * The sizes worth trying; a picture is never made larger.
 * @param {number} longest
 */
function sizes(longest) {
  const smaller = LONGEST_SIDES.filter((side) => side < longest);
  return longest <= LONGEST_SIDES[0] ? [longest, ...smaller] : longest <= 4096 ? [...smaller, longest] : smaller;
}

/**
 * @param {ImageBitmap} picture
 * @param {number} side
 */
function resized(picture, side) {
  const scale = side / Math.max(picture.width, picture.height);
  return createImageBitmap(picture, {
    resizeWidth: Math.max(1, Math.round(picture.width * scale)),
    resizeHeight: Math.max(1, Math.round(picture.height * scale)),
    resizeQuality: "high",
  });
}
