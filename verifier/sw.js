// The service worker: keeps every file of one version of the verifier, each checked against its hash, and serves the page
// from there. It never sees a card, and requests to the city's site pass it by.

/// <reference lib="webworker" />

// Written by the build: the version, and every file with its hash ("sha256-..." as in Subresource Integrity).
importScripts("precache.js");

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { version, files } = /** @type {{version: string, files: Record<string, string>}} */ (
  /** @type {any} */ (self).PRECACHE
);
const PREFIX = "verifier-";
const CACHE = PREFIX + version;

/** @param {string} path */
const absolute = (path) => new URL(path, worker.registration.scope).href;

/** Fetch all files of this version. One wrong byte and the version is not installed; the old one stays. */
async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    Object.entries(files).map(async ([path, integrity]) => {
      const response = await fetch(absolute(path), { cache: "no-cache", integrity });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      await cache.put(absolute(path), response);
    }),
  );
}

/** Remove other versions and take over the pages that are open. */
async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * A file of this version, whatever the network says; anything else goes to the network.
 * @param {Request} request
 */
async function answer(request) {
  const wanted = request.mode === "navigate" ? absolute("./") : request.url;
  const cache = await caches.open(CACHE);
  return (await cache.match(wanted, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data === "take over") worker.skipWaiting();
  if (event.data === "which version") event.ports[0]?.postMessage(version);
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope)) return;
  event.respondWith(answer(request));
});
