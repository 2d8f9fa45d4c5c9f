// Says in words that the line is cut, where a page is loaded without one. It keeps two pages and touches nothing else.
const KEPT = "offline-1";
const PAGES = ["/offline", "/en/offline"];

addEventListener("install", (event) => event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(PAGES))));

addEventListener("activate", (event) =>
  event.waitUntil(
    Promise.all([
      registration.navigationPreload?.enable(),
      caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))),
    ]),
  ),
);

addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  const english = /^\/en(\/|$)/.test(new URL(event.request.url).pathname);
  const answer = async () => (await event.preloadResponse) ?? fetch(event.request);
  event.respondWith(answer().catch(() => caches.match(PAGES[english ? 1 : 0])));
});
