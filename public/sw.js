// Shows a page in words when a whole page is asked for and the line is cut. It keeps nothing else, and touches nothing else:
// what is sent in forms, fetched by pages or shown in them goes its way without it.

const KEPT = "offline-1";
const PAGES = ["/offline", "/en/offline"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(PAGES)));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("offline-") && name !== KEPT;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate" || request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  const page = PAGES[pathname === "/en" || pathname.startsWith("/en/") ? 1 : 0];
  event.respondWith(fetch(request).catch(async () => (await caches.match(page)) ?? Response.error()));
});
