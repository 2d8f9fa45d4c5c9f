// Journeys: walking the street as shoppers do, with the app and without it.
import { arrive, expect, test, things } from "./walk.js";

test("from the street through a window into a shop to a product, without loading a page again", async ({ page }) => {
  await arrive(page, "/");
  await page.evaluate(() => {
    window.same = true;
  });
  await page.locator(".home__windows a").first().click();
  await expect(page).toHaveURL(/\/windows\/fashion$/);
  await page.locator(".product__grid a").first().click();
  await expect(page).toHaveURL(/\/shops\/[^/]+\/products\//);
  await expect(page.locator("h1")).toBeVisible();
  await page.locator(".product__of a").click();
  await expect(page).toHaveURL(/\/shops\/[^/]+$/);
  expect(await page.evaluate(() => window.same)).toBe(true);
  await page.goBack();
  await expect(page).toHaveURL(/\/products\//);
  await page.goBack();
  await expect(page).toHaveURL(/\/windows\/fashion$/);
  expect(await page.evaluate(() => window.same)).toBe(true);
  expect(await page.title()).toContain("패션");
});

test("back returns to the same place of the list", async ({ page }) => {
  await arrive(page, "/windows/living");
  const card = page.locator(".product__grid a").nth(15);
  await card.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(100);
  await card.click();
  await expect(page).toHaveURL(/\/products\//);
  await page.goBack();
  await expect(page).toHaveURL(/\/windows\/living$/);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
});

test("a variant is chosen in place, the address keeps it, and a fresh load shows the same", async ({ page, request }) => {
  const { product } = await things(request);
  await arrive(page, `/shops/${product.shop}/products/${product.slug}`);
  const other = page.locator(".product__axis").first().locator('a:not([aria-current="true"])').first();
  const name = await other.evaluate((link) => link.firstChild.textContent.trim());
  await other.click();
  await expect(page).toHaveURL(/variant=/);
  const current = page.locator('.product__axis').first().locator('a[aria-current="true"]');
  await expect(current).toContainText(name);
  await page.reload();
  await expect(current).toContainText(name);
});

test("the gallery goes on by keys and opens large", async ({ page, request }, info) => {
  const { product } = await things(request);
  await arrive(page, `/shops/${product.shop}/products/${product.slug}`);
  await page.locator(".product__zoom").first().click();
  const dialog = page.locator("dialog.product__dialog");
  await expect(dialog).toBeVisible();
  const first = await dialog.locator("img").getAttribute("src");
  await page.keyboard.press("ArrowRight");
  await expect(dialog.locator("img")).not.toHaveAttribute("src", first);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  if (info.project.name === "desk") {
    await page.locator("#gallery").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator("#gallery").evaluate((strip) => strip.scrollLeft)).toBeGreaterThan(0);
  }
});

test("a finger swipes the gallery to the next picture and back, and a tap opens the one that is seen", async ({ page, request }, info) => {
  test.skip(info.project.name !== "phone", "a desk has no finger");
  const { product } = await things(request);
  await arrive(page, `/shops/${product.shop}/products/${product.slug}`);
  const finger = await page.context().newCDPSession(page);
  const strip = await page.locator("#gallery").boundingBox();
  const [x, y] = [strip.x + strip.width / 2, strip.y + strip.height / 2];
  const touch = (type, ...touchPoints) => finger.send("Input.dispatchTouchEvent", { type, touchPoints });
  const swipe = async (by) => {
    await touch("touchStart", { x: x - by / 2, y });
    for (let step = 1; step <= 12; step += 1) await touch("touchMove", { x: x - by / 2 + (by * step) / 12, y });
    await touch("touchEnd");
  };
  await swipe(-strip.width * 0.6);
  await expect(page.locator("#picture-2")).toBeInViewport({ ratio: 0.99 });
  await expect(page.locator("#picture-1")).not.toBeInViewport({ ratio: 0.1 });
  expect(await page.evaluate(() => [scrollX, scrollY]), "only the strip moved").toEqual([0, 0]);
  await expect(page.locator("dialog.product__dialog")).toBeHidden();
  await page.touchscreen.tap(x, y);
  await expect(page.locator("dialog.product__dialog img")).toHaveAttribute("src", await page.locator("#picture-2 a").getAttribute("href"));
  await page.locator("dialog.product__dialog form button").last().tap();
  await swipe(strip.width * 0.6);
  await expect(page.locator("#picture-1")).toBeInViewport({ ratio: 0.99 });
});

test("a clip plays here, a moment seeks, and the product at the playhead stands beside it", async ({ page, request }) => {
  const { clip } = await things(request);
  test.skip(clip === "none", "this street has no clips");
  const full = await (await request.get(`/api/v1/clips/${clip}`)).json();
  const moment = full.moments.at(-1);
  await arrive(page, `/clips/${clip}`);
  await page.locator(".clip__moments a").last().click();
  await expect(page).toHaveURL(new RegExp(`t=${moment.at}$`));
  await expect.poll(() => page.locator("video").evaluate((video) => video.currentTime)).toBeGreaterThanOrEqual(moment.at);
  await expect(page.locator(".clip__product")).toContainText(moment.product.name.text);
  await expect(page.locator("video track")).toHaveCount(2);
  const cues = await page.locator("video").evaluate(async (video) => {
    const track = [...video.textTracks].find((one) => one.language === "ko");
    track.mode = "hidden";
    for (let tries = 0; tries < 50 && !(track.cues?.length > 0); tries += 1) await new Promise((later) => setTimeout(later, 50));
    return track.cues?.length ?? 0;
  });
  expect(cues).toBeGreaterThan(0);
});

test("a link with a second starts there", async ({ page, request }) => {
  const { clip } = await things(request);
  test.skip(clip === "none", "this street has no clips");
  await arrive(page, `/clips/${clip}?t=5`);
  await page.locator("video").evaluate((video) => video.play().catch(() => {}));
  await expect.poll(() => page.locator("video").evaluate((video) => video.currentTime)).toBeGreaterThanOrEqual(4.9);
});

test("night is chosen by a form, stays, and can be given back to the device", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await arrive(page, "/en/windows/beauty");
  await page.locator(".top__dark").click();
  await expect(page).toHaveURL(/\/en\/windows\/beauty$/);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/clips");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.locator(".bottom__theme button").click();
  await expect(page).toHaveURL(/\/clips$/);
  await expect(page.locator("html")).not.toHaveAttribute("data-theme", /./);
});

test("the other language keeps the page", async ({ page }) => {
  await arrive(page, "/windows/fresh?sort=price_up");
  await page.locator(".top__lang").click();
  await expect(page).toHaveURL(/\/en\/windows\/fresh\?sort=price_up$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("h1")).toHaveText("Fresh food");
});

test("the keyboard alone walks from the skip link to a product", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "a phone has no Tab key");
  await arrive(page, "/windows/kids");
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Enter");
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches(".product__grid a"))) break;
  }
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/products\//);
});

test("sorting and paging are links that the address keeps", async ({ page }) => {
  await arrive(page, "/windows/fashion");
  await page.locator(".ui__sorts a").nth(2).click();
  await expect(page).toHaveURL(/sort=price_up/);
  await page.locator('a[rel="next"]').click();
  await expect(page).toHaveURL(/after=/);
  await expect(page.locator('a[rel="first"]')).toBeVisible();
});

test("a whole page that is asked for while the line is cut is answered in words, and the way on works", async ({ page, context }) => {
  await arrive(page, "/en/windows/living");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.goto("/en/clips");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("h1")).toHaveText("You are offline");
  // The browser itself reports what could not be loaded.
  page.said.length = 0;
  await context.setOffline(false);
  await page.reload();
  await expect(page.locator("h1")).toHaveText("Clips");
  // Forms do not pass through the worker.
  await page.locator(".top__dark, .top__light").locator("visible=true").first().click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", /dark|light/);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("every page reads, links, sorts and pages", async ({ page, request }) => {
    const { product, clip } = await things(request);
    await page.goto("/");
    await page.locator(".home__windows a").first().click();
    await expect(page.locator("h1")).toHaveText("패션");
    await page.locator(".ui__sorts a").nth(3).click();
    await expect(page).toHaveURL(/sort=price_down/);
    await page.locator('a[rel="next"]').click();
    await expect(page.locator(".product__grid a").first()).toBeVisible();
    await page.goto(`/shops/${product.shop}/products/${product.slug}`);
    await page.locator(".product__axis").first().locator('a:not([aria-current="true"])').first().click();
    await expect(page).toHaveURL(/variant=/);
    await expect(page.locator(".needs-script")).toBeHidden();
    if (clip !== "none") {
      await page.goto(`/clips/${clip}`);
      await expect(page.locator("video")).toBeVisible();
      await page.locator(".clip__moments a").last().click();
      await expect(page).toHaveURL(/t=/);
    }
    await page.locator(".top__dark, .top__light").locator("visible=true").first().click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", /dark|light/);
  });
});
