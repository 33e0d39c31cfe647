// Makes a reload without a network possible: hashed assets and a page without anybody's data.
// Personal pages are never kept. Data has its own place, IndexedDB.
const CACHE = "weft-1";
const SHELL = "/shell";

/** Fetches the shell and everything it names, then forgets assets no longer named. */
async function refresh() {
  const response = await fetch(SHELL, { cache: "no-store" });
  if (!response.ok) return;
  const cache = await caches.open(CACHE);
  const text = await response.clone().text();
  const named = [...new Set([...text.matchAll(/\/pkg\/[\w.-]+/g)].map(([path]) => path))];
  const missing = [];
  for (const path of named) if (!(await cache.match(path))) missing.push(path);
  await cache.addAll(missing);
  await cache.put(SHELL, response);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    const isOld = pathname.startsWith("/pkg/") && !pathname.startsWith("/pkg/fonts/") && !named.includes(pathname);
    if (isOld) await cache.delete(request);
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
