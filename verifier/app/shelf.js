// One shelf in IndexedDB for the lists and settings of the city. Nothing about a card or a person is ever put on it.

const NAME = "portico-verifier";
const SHELF = "lists";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SHELF);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function transact(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(SHELF, mode);
      const request = act(transaction.objectStore(SHELF));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/**
 * What lies under this name, or null; also null where the browser keeps nothing (private windows of some).
 * @param {string} name
 * @returns {Promise<unknown>}
 */
export async function take(name) {
  try {
    return (await transact("readonly", (store) => store.get(name))) ?? null;
  } catch {
    return null;
  }
}

/**
 * Put something under this name. Where the browser keeps nothing, the page still works until it is closed.
 * @param {string} name
 * @param {unknown} value
 */
export async function put(name, value) {
  try {
    await transact("readwrite", (store) => store.put(value, name));
  } catch {
    // Nothing to do: the lists stay in memory and are fetched again next time.
  }
}
