// Keeps the page on the device (service worker), and brings in a newer version without trapping anyone on an old one.

/** @typedef {"preparing" | "ready" | "unable"} Offline */

export class Installation extends EventTarget {
  constructor() {
    super();
    /** @type {Offline} */
    this.offline = "preparing";
    /** @type {ServiceWorker | null} a newer version that waits */
    this.waiting = null;
    /** A newer version has taken over, and this page is of the old one. */
    this.replaced = false;
    /** @type {(Event & {prompt(): Promise<void>}) | null} */
    this.offer = null;
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.offer = /** @type {any} */ (event);
      this.changed();
    });
    addEventListener("appinstalled", () => {
      this.offer = null;
      this.changed();
    });
  }

  async start() {
    if (!("serviceWorker" in navigator)) return this.unable();
    const container = navigator.serviceWorker;
    let kept = container.controller !== null;
    container.addEventListener("controllerchange", () => {
      // The first worker of all brings nothing new; any later one is a newer version of this page.
      this.replaced = kept;
      kept = true;
      this.changed();
    });
    try {
      const registration = await container.register("sw.js", { updateViaCache: "none" });
      // At the start nobody is in the middle of anything: a version that waits takes over now.
      this.waiting = registration.waiting;
      this.update();
      this.watch(registration);
      await this.compare();
      await container.ready;
      this.offline = "ready";
      this.changed();
      navigator.storage?.persist?.().catch(() => false);
    } catch {
      this.unable();
    }
  }

  /**
   * Is this page of the version that now keeps the files? A newer worker may take over while the page is on its way,
   * before anything here listens: then no event tells.
   */
  async compare() {
    const mine = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=version]"))?.content;
    const kept = await versionOf(navigator.serviceWorker.controller);
    if (!mine || !kept || mine === kept) return;
    this.replaced = true;
    this.changed();
  }

  /** @param {ServiceWorkerRegistration} registration */
  watch(registration) {
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => {
        if (coming.state !== "installed" || !navigator.serviceWorker.controller) return;
        this.waiting = coming;
        this.changed();
      });
    });
    addEventListener("online", () => registration.update().catch(() => {}));
    setInterval(() => registration.update().catch(() => {}), 3_600_000);
  }

  /** Use the newer version now. A worker may be too busy to hear it the first time, so it is told until it has. */
  update() {
    if (this.waiting?.state !== "installed") return;
    this.waiting.postMessage("take over");
    setTimeout(() => this.update(), 1000);
  }

  async install() {
    await this.offer?.prompt();
    this.offer = null;
    this.changed();
  }

  unable() {
    this.offline = "unable";
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * @param {ServiceWorker | null} worker
 * @returns {Promise<string | null>} null when it does not say within two seconds
 */
function versionOf(worker) {
  return new Promise((resolve) => {
    if (!worker) return resolve(null);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(String(event.data));
    setTimeout(() => resolve(null), 2000);
    worker.postMessage("which version", [port2]);
  });
}
