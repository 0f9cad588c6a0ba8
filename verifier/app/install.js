// Keeps the page on the device (service worker), and brings in a newer version without trapping anyone on an old one.

/** @typedef {"preparing" | "ready" | "unable"} Offline */

export class Installation extends EventTarget {
  constructor() {
    super();
    /** @type {Offline} */
    this.offline = "preparing";
    /** @type {ServiceWorker | null} a newer version that waits */
    this.waiting = null;
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
    // Only a page that already ran under a worker changes version; the first worker of all changes nothing.
    if (container.controller) container.addEventListener("controllerchange", () => location.reload(), { once: true });
    try {
      const registration = await container.register("sw.js", { updateViaCache: "none" });
      // At the start nobody is in the middle of anything: a version that waits takes over now.
      if (registration.waiting) return void registration.waiting.postMessage("take over");
      this.watch(registration);
      await container.ready;
      this.offline = "ready";
      this.changed();
      navigator.storage?.persist?.().catch(() => false);
    } catch {
      this.unable();
    }
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

  /** Use the newer version now; the page loads again. */
  update() {
    this.waiting?.postMessage("take over");
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
