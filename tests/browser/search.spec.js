// Finding by words: the box as a combobox, as a plain form, and what was found, gone on with and come back to.
import AxeBuilder from "@axe-core/playwright";
import { arrive, expect, test } from "./walk.js";

const total = async (page) => Number(await page.locator("[data-total]").first().getAttribute("data-total"));
const box = (page) => page.getByRole("searchbox").or(page.getByRole("combobox"));
const names = (page) => page.locator(".product__grid .product__name").allTextContents();

test("typed by the keyboard: words, shops and products are offered, chosen by the arrows, and remembered", async ({ page }) => {
  await arrive(page, "/");
  await page.evaluate(() => (window.same = true));
  await box(page).focus();
  await page.keyboard.type("ㅅㄱ");
  const options = page.getByRole("option");
  await expect(options.filter({ hasText: "사과" }).first()).toBeVisible();
  await expect(box(page)).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  expect(await box(page).getAttribute("aria-activedescendant")).toBe(await options.first().getAttribute("id"));
  await page.keyboard.press("ArrowUp");
  await expect(page.locator("[aria-selected=true]")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(options).toHaveCount(0);
  await expect(box(page)).toHaveAttribute("aria-expanded", "false");
  // Words from the list.
  await box(page).fill("프라이");
  const words = options.filter({ hasText: "프라이팬" }).first();
  await expect(words).toBeVisible();
  const to = await words.getAttribute("href");
  const chosen = () => page.evaluate(() => document.querySelector("[aria-selected=true]")?.getAttribute("href"));
  for (let step = 0; (await chosen()) !== to && step < 12; step += 1) {
    await page.keyboard.press("ArrowDown");
    await expect(page.locator("[aria-selected=true]")).toHaveCount(1);
  }
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toContainText("프라이팬");
  await expect(page.locator(".product__grid mark").first()).toHaveText("프라이팬");
  // What was typed, sent as it stands.
  await box(page).fill("사과");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=%EC%82%AC%EA%B3%BC$/);
  await expect(page.locator("h1")).toHaveText("‘사과’ 찾은 것");
  await expect(options).toHaveCount(0);
  expect(await page.evaluate(() => window.same), "no page was loaded").toBe(true);
  // The words before are offered where nothing is typed.
  await page.locator(".top__name").first().click();
  await expect(page).toHaveURL(/\/$/);
  await box(page).focus();
  await expect(options.first()).toContainText("사과");
  await page.goBack();
  await expect(page.locator("h1")).toHaveText("‘사과’ 찾은 것");
});

test("a suggestion is followed by a press, and the box says what the page is of", async ({ page }) => {
  await arrive(page, "/search?q=사과");
  await page.mouse.wheel(0, 900);
  await box(page).fill("셔츠");
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText("‘셔츠’ 찾은 것");
  await expect.poll(() => page.evaluate(() => scrollY), "other words are another page").toBe(0);
  await page.goBack();
  await expect(page.locator("h1")).toHaveText("‘사과’ 찾은 것");
  await expect(box(page)).toHaveValue("사과");
  await box(page).fill("프라이");
  await page.getByRole("option").filter({ hasText: "프라이팬" }).first().click();
  await expect(page.locator("h1")).toHaveText("‘프라이팬’ 찾은 것");
  await expect(box(page)).toHaveValue("프라이팬");
  await expect(page.getByRole("option")).toHaveCount(0);
});

test("results are narrowed with true numbers, and other orders keep the words", async ({ page }) => {
  await arrive(page, "/search?q=셔츠");
  await page.evaluate(() => (window.same = true));
  const whole = await total(page);
  expect(whole).toBeGreaterThan(2);
  await page.locator("#filter-window summary").click();
  const value = page.locator('#filter-window a[data-count]:not([data-count="0"])').first();
  const said = Number(await value.getAttribute("data-count"));
  await value.click();
  await expect(page.locator(".filter__chip")).toHaveCount(1);
  expect(await total(page)).toBe(said);
  await page.goBack();
  await expect(page.locator(".filter__chip")).toHaveCount(0);
  expect(await total(page)).toBe(whole);
  expect(await page.evaluate(() => window.same)).toBe(true);
  // A price is a form; it goes in place and keeps the words.
  await page.locator("#filter-price summary").click();
  await page.locator("#price-price_max").fill("40000");
  await page.keyboard.press("Enter");
  await expect(page.locator(".filter__chip")).toHaveCount(1);
  expect(new URL(page.url()).searchParams.get("q")).toBe("셔츠");
  expect(await page.evaluate(() => window.same)).toBe(true);
});

test("what was meant is said, and where nothing is found there are ways on", async ({ page }) => {
  await arrive(page, "/en/search?q=strawbery");
  await expect(page.locator(".search__instead")).toHaveText("strawberries");
  await page.locator(".search__instead").click();
  await expect(page).toHaveURL(/q=strawberries/);
  await expect(page.locator(".product__grid")).toBeVisible();
  await arrive(page, "/en/search?q=zzzzqqq");
  await expect(page.locator(".search__nothing")).toBeVisible();
  expect(await page.locator(".search__way").count()).toBeGreaterThanOrEqual(7);
  await page.locator(".search__way").last().click();
  await expect(page).toHaveURL(/\/en\/windows\//);
});

test("more goes on where the list stands, and back returns to the same place", async ({ page }) => {
  await arrive(page, "/windows/fashion");
  await page.evaluate(() => (window.same = true));
  const before = await names(page);
  await page.locator("a[rel=next]").first().click();
  await expect.poll(async () => (await names(page)).length).toBeGreaterThan(before.length);
  const after = await names(page);
  expect(after.slice(0, before.length)).toEqual(before);
  await expect(page).toHaveURL(/after=/);
  // A product far down, and back.
  const far = page.locator(".product__grid a").nth(before.length + 2);
  await far.scrollIntoViewIfNeeded();
  const scroll = await page.evaluate(() => scrollY);
  await far.click();
  await expect(page).toHaveURL(/\/products\//);
  await page.goBack();
  await expect.poll(async () => (await names(page)).length).toBe(after.length);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(scroll);
  expect(await page.evaluate(() => window.same)).toBe(true);
  // The address alone shows that piece, with the way to the first.
  await page.reload();
  expect(await names(page)).toEqual(after.slice(before.length));
});

test("the open list, what was found and what was not are accessible", async ({ page }) => {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of ["/search?q=셔츠", "/en/search?q=strawbery", "/search?q=zzzzqqq", "/en/search"]) {
      await arrive(page, path);
      for (const open of [false, true]) {
        if (open) {
          await box(page).fill("s");
          await page.keyboard.press("ArrowDown");
          await expect(page.getByRole("option").first()).toBeVisible();
        }
        const found = await new AxeBuilder({ page }).analyze();
        expect(found.violations.map((one) => `${path}: ${one.id}: ${one.nodes.map((node) => node.html).join(" | ").slice(0, 400)}`)).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(wide, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
      }
    }
  }
});

test("the nearest to the reader come first when they say where they are", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 37.56647, longitude: 126.97796 });
  await arrive(page, "/windows/living");
  await page.locator(".filter__here").click();
  await expect(page).toHaveURL(/near=37\.57(,|%2C)126\.98/);
  await expect(page).toHaveURL(/sort=nearest/);
  await expect(page.locator(".product__grid")).toBeVisible();
  expect(await page.locator("link[rel=canonical]").getAttribute("href")).not.toContain("near");
});

test("who does not say where they are is told what else there is", async ({ page, context }) => {
  await context.clearPermissions();
  await page.addInitScript(() => {
    navigator.geolocation.getCurrentPosition = (_, refused) => setTimeout(() => refused({ code: 1 }), 10);
  });
  await arrive(page, "/en/windows/living");
  await page.locator(".filter__here").click();
  await expect(page.locator(".filter__here")).toHaveText("Your position is not known. Please choose a district.");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the box is a form, its results are links, and more is a page", async ({ page }) => {
    await page.goto("/en");
    await page.getByRole("searchbox").fill("umbrela");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/en\/search\?q=umbrela$/);
    await expect(page.locator(".search__instead")).toHaveText("umbrella");
    await expect(page.locator(".product__grid mark").first()).toBeVisible();
    await page.locator(".product__grid a").first().click();
    await expect(page).toHaveURL(/\/products\//);
    await page.goto("/en/windows/fashion");
    const first = await names(page);
    await page.locator("a[rel=next]").first().click();
    const second = await names(page);
    expect(second.length).toBeGreaterThan(0);
    expect(second).not.toEqual(first);
  });
});
