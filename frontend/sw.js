// Makes a reload without a network possible: hashed assets and a page without anybody's data.
// Personal pages are never kept. Data has its own place, IndexedDB.
const CACHE = "weft-1";
const SHELL = "/shell";
// The shell of the version before: only to know what its tabs may still ask for.
const BEFORE = "/shell-before";

/** The assets that a page names. */
const assetsOf = (page) => new Set([...page.matchAll(/\/pkg\/[\w.-]+/g)].map(([path]) => path));

/** What a cache keeps under a path, as text. */
const textOf = async (cache, path) => (await (await cache.match(path))?.text()) ?? "";

/**
 * Fetches the shell and everything it names, then forgets assets that neither it nor the shell before it
 * names: a tab that was open before an upgrade still fetches parts of its own version.
 */
async function refresh() {
  const response = await fetch(SHELL, { cache: "no-store" });
  if (!response.ok) return;
  const cache = await caches.open(CACHE);
  const named = assetsOf(await response.clone().text());
  const last = await textOf(cache, SHELL);
  const missing = [];
  for (const path of named) if (!(await cache.match(path))) missing.push(path);
  await cache.addAll(missing);
  if (last && [...assetsOf(last)].some((path) => !named.has(path))) await cache.put(BEFORE, new Response(last));
  await cache.put(SHELL, response);
  const before = assetsOf(await textOf(cache, BEFORE));
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    const isNamed = named.has(pathname) || before.has(pathname) || pathname.startsWith("/pkg/fonts/");
    if (pathname.startsWith("/pkg/") && !isNamed) await cache.delete(request);
  }
}

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) (await caches.open(CACHE)).put(request, response.clone());
  return response;
}

async function page(event) {
  try {
    const response = await fetch(event.request);
    event.waitUntil(refresh().catch(() => {}));
    return response;
  } catch {
    return (await caches.match(SHELL)) ?? Response.error();
  }
}

self.addEventListener("install", (event) => event.waitUntil(refresh().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/pkg/")) event.respondWith(asset(event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event));
});
