// From the tap on a filter's value to the new list painted, on a slowed processor; printed as `what: measured`.
// A finger lies on the glass for a while before it has tapped: time begins when it lifts.
import { chromium } from "@playwright/test";

const street = process.env.GOLMOK_URL;
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const WAYS = [
  ["/windows/fashion", "category"],
  ["/windows/living", "district"],
  ["/windows/fashion?in_stock=1", "option-size"],
  ["/search?q=%EC%85%94%EC%B8%A0", "window"],
];

const PRESSED_MS = 70;
/** How long a reader looks at what has come before they tap again. */
const READ_MS = 500;

/** Taps one value of a group, as a finger does, and gives the milliseconds until the list was painted. */
async function tap(page, client, group, place) {
  const title = page.locator(`#filter-${group} summary`);
  if ((await page.locator(`#filter-${group}`).getAttribute("open")) === null) await title.tap();
  const value = page.locator(`#filter-${group} a[data-count]:not([data-count="0"])`).nth(place);
  if ((await value.count()) === 0) return undefined;
  await value.scrollIntoViewIfNeeded();
  await page.waitForTimeout(READ_MS);
  await page.evaluate(() => {
    window.painted = new Promise((done) => {
      document.addEventListener("pointerup", () => (window.begun = performance.now()), { once: true, capture: true });
      const before = location.href;
      const watch = new MutationObserver(() => {
        if (location.href === before) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - window.begun)));
      });
      watch.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
    });
  });
  const box = await value.boundingBox();
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await page.waitForTimeout(PRESSED_MS);
  await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  return page.evaluate(() => window.painted);
}

const browser = await chromium.launch({ executablePath: process.env.GOLMOK_CHROMIUM || "/usr/bin/chromium", args });
const first = [];
const later = [];
for (let run = 0; run < 3; run += 1) {
  for (const [path, group] of WAYS) {
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await page.goto(street + path);
    await page.waitForSelector("html[data-hydrated]", { state: "attached" });
    await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    for (let place = 0; place < 3; place += 1) {
      const took = await tap(page, client, group, place);
      if (took !== undefined) (place === 0 ? first : later).push(took);
    }
    await context.close();
  }
}
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)].toFixed(0);
console.log(`first filter tap to the new list painted, 4 × slowed, median and worst: ${middle(first)} / ${Math.max(...first).toFixed(0)} ms`);
console.log(`a later filter tap to the new list painted, 4 × slowed, median and worst: ${middle(later)} / ${Math.max(...later).toFixed(0)} ms`);
await browser.close();
