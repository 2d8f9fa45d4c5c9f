// The browser's figures, printed as `what: measured`. The street runs at GOLMOK_URL; a static page of the same things is
// served beside it: one file, styles inlined, the same pictures and srcset, no script.
import http from "node:http";
import zlib from "node:zlib";
import { chromium } from "@playwright/test";

const street = process.env.GOLMOK_URL;
const RUNS = 9;
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Hands the street's own answers on as they are: so both pages come from one program, by one more step for ours. */
async function handedOn() {
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    const { method, headers } = request;
    const asked = http.request(street + request.url, { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    asked.on("error", () => response.destroy());
    request.pipe(asked);
  });
  await new Promise((open) => server.listen(0, "127.0.0.1", open));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => (server.close(), agent.destroy()) };
}

/** The drawn page without what only the app needs: as a person would write it by hand. */
async function staticServer() {
  const pages = new Map();
  const server = http.createServer(async (request, response) => {
    if (request.url.startsWith("/media/") || request.url.startsWith("/icon") || request.url.startsWith("/favicon")) {
      const answer = await fetch(street + request.url);
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type"), "cache-control": "public, max-age=31536000, immutable" });
      response.end(Buffer.from(await answer.arrayBuffer()));
      return;
    }
    if (!pages.has(request.url)) {
      let html = await (await fetch(street + request.url)).text();
      html = html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<!--[\s\S]*?-->|<!>/g, "").replace(/ l-+\d+(?=[ "])/g, "");
      html = html.replace(/\.l-+\d+/g, "");
      pages.set(request.url, zlib.brotliCompressSync(html));
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-encoding": "br" });
    response.end(pages.get(request.url));
  });
  await new Promise((open) => server.listen(0, "127.0.0.1", open));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function slowPage(browser) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 });
  await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  return { context, page };
}

async function paints(browser, url) {
  const { context, page } = await slowPage(browser);
  const before = [];
  await page.addInitScript(() => {
    window.largest = 0;
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.largest = entry.startTime))).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
  });
  page.on("request", (request) => before.push([Date.now(), request.resourceType()]));
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(2500);
  const figures = await page.evaluate(() => ({
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    largest: window.largest,
    shift: window.shift,
    blocking: performance.getEntriesByType("resource").filter((one) => one.renderBlockingStatus === "blocking").length + 1,
  }));
  await context.close();
  return figures;
}

/** From the start of loading to the product's title painted, where its link is pressed as soon as it is seen. */
async function press(browser, url) {
  const { context, page } = await slowPage(browser);
  const begun = Date.now();
  await page.goto(`${url}/windows/living`, { waitUntil: "commit" });
  const link = page.locator(".product__grid a").first();
  await link.waitFor({ state: "visible" });
  await link.evaluate((element) => element.click());
  await page.locator(".product__title").waitFor({ state: "visible" });
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  const took = Date.now() - begun;
  await context.close();
  return took;
}

async function walk(browser) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await page.goto(`${street}/windows/living`);
  await page.waitForSelector("html[data-hydrated]", { state: "attached" });
  const took = [];
  for (let index = 0; index < 9; index += 1) {
    const link = page.locator(".product__grid a").nth(index);
    await link.hover();
    await page.waitForTimeout(120);
    took.push(
      await link.evaluate(
        (element) =>
          new Promise((done) => {
            const begun = performance.now();
            const watch = new MutationObserver(() => {
              if (!document.querySelector(".product__title")) return;
              watch.disconnect();
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
            });
            watch.observe(document.body, { childList: true, subtree: true });
            element.click();
          }),
      ),
    );
    await page.goBack();
    await page.locator(".product__grid").waitFor();
  }
  await context.close();
  return median(took);
}

const browser = await chromium.launch({ executablePath: process.env.GOLMOK_CHROMIUM || "/usr/bin/chromium", args });
const plain = await staticServer();
const ours = await handedOn();
const runs = { ours: [], theirs: [], press: [], pressPlain: [] };
for (let run = 0; run < RUNS; run += 1) {
  runs.ours.push(await paints(browser, `${ours.url}/windows/living`));
  runs.theirs.push(await paints(browser, `${plain.url}/windows/living`));
  runs.press.push(await press(browser, ours.url));
  runs.pressPlain.push(await press(browser, plain.url));
}
const of = (list, name) => median(list.map((run) => run[name]));
const ratio = (ours, theirs) => `${(ours / theirs).toFixed(2)} × (${Math.round(ours)} ms, static ${Math.round(theirs)} ms)`;
console.log(`first paint on slow 4G: ${ratio(of(runs.ours, "first"), of(runs.theirs, "first"))}`);
console.log(`largest paint on slow 4G: ${ratio(of(runs.ours, "largest"), of(runs.theirs, "largest"))}`);
console.log(`press a product as soon as it is seen: ${ratio(median(runs.press), median(runs.pressPlain))}`);
console.log(`requests before the first paint: ${Math.max(...runs.ours.map((run) => run.blocking))}`);
console.log(`layout shift: ${Math.max(...runs.ours.map((run) => run.shift)).toFixed(4)}`);
console.log(`link press to the new page painted, loopback: ${(await walk(browser)).toFixed(0)} ms`);
await browser.close();
plain.close();
ours.close();
