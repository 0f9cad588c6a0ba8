// The card number: the status index as eight digits with two check digits (ISO 7064, MOD 97-10).

/**
 * "0004 2193 07" for index 42193. Throws RangeError when the index has more than eight digits.
 * @param {number} index
 */
export function format(index) {
  if (!Number.isInteger(index) || index < 0 || index > 99_999_999) throw new RangeError("index of a card number");
  const digits = String(index).padStart(8, "0");
  const check = String(98 - ((index * 100) % 97)).padStart(2, "0");
  return `${digits.slice(0, 4)} ${digits.slice(4)} ${check}`;
}
