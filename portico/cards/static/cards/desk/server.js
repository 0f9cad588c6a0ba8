// @ts-check
/** What the desk asks of the server. Every answer is JSON; a lost connection is told apart from a refusal. */

export class NoConnection extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {
  /** @param {{errors?: {field: string, message: string}[]}} body */
  constructor(body) {
    super("refused");
    this.errors = body.errors ?? [];
  }
}

/** Said on the window when this browser was signed in again since the page was opened. */
export const SIGNED_IN_AGAIN = "portico-signed-in-again";
let newer = "";

/** A sign-in changes the CSRF token, and the page keeps the old one: ask for the page again, for its token alone. */
async function renewToken() {
  const page = await fetch(location.pathname, { cache: "no-store", credentials: "same-origin", redirect: "error" });
  const parsed = new DOMParser().parseFromString(await page.text(), "text/html");
  newer = parsed.querySelector("#desk")?.getAttribute("data-token") ?? "";
  return newer !== "";
}

/** @param {string} address @param {object} body @param {string} token */
const send = (address, body, token) =>
  fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error",
  });

/**
 * @param {string} address
 * @param {object} body
 * @param {string} token  the page's CSRF token
 * @returns {Promise<any>}
 */
export async function post(address, body, token) {
  let response;
  try {
    response = await send(address, body, newer || token);
    if (response.status === 403 && (await renewToken())) {
      dispatchEvent(new Event(SIGNED_IN_AGAIN));
      response = await send(address, body, newer);
    }
  } catch {
    throw new NoConnection();
  }
  if (response.status === 401) throw new SignedOut();
  if (response.status >= 500) throw new NoConnection();
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Refused(answer ?? {});
  return answer;
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new 100-bit code: idempotency key of the request and the holder's revocation code. */
export function newCode() {
  return Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => ALPHABET[byte & 31]).join("");
}
