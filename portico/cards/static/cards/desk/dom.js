// @ts-check
/** Short words for finding things on the desk page. */

/** @param {string} selector @returns {any} */
export const one = (selector) => document.querySelector(selector);
/** @param {string} selector @returns {any[]} */
export const all = (selector) => [...document.querySelectorAll(selector)];
/** @param {string} id */
export const data = (id) => JSON.parse(one(`#${id}`).textContent);
