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

/**
 * @param {string} address
 * @param {object} body
 * @param {string} token  the page's CSRF token
 * @returns {Promise<any>}
 */
export async function post(address, body, token) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
    });
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
