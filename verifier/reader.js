// The worker that finds QR codes in pictures, with zxing-cpp as WebAssembly from this same folder.

// Without this the library would ask a public network for its file.
const locateFile = () => new URL("./vendor/zxing-wasm/zxing_reader.wasm", import.meta.url).href;
// Not awaited here: a message that comes before the listener below exists would be lost.
const library = load();

async function load() {
  /** @type {typeof import("zxing-wasm/reader")} */
  const zxing = await import(/** @type {string} */ ("./vendor/zxing-wasm/reader/index.js"));
  await zxing.prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return zxing;
}

/** @type {import("zxing-wasm/reader").ReaderOptions} */
const OPTIONS = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  tryDownscale: true,
  maxNumberOfSymbols: 4,
  textMode: "Plain",
};

/** @param {ImageBitmap} bitmap */
function pixels(bitmap) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** @param {ImageBitmap} bitmap */
async function read(bitmap) {
  const zxing = await library;
  const start = performance.now();
  const found = await zxing.readBarcodes(pixels(bitmap), OPTIONS);
  const texts = found.filter((code) => code.isValid).map((code) => code.text);
  return { texts, ms: performance.now() - start };
}

addEventListener("message", async (/** @type {MessageEvent<ImageBitmap>} */ { data }) => {
  try {
    postMessage(await read(data));
  } catch {
    // Only that it failed is told: an error text could carry a piece of a card.
    postMessage({ failed: true });
  }
});
