// Narrowing a list: with the app, by the keyboard, and without JavaScript. Every number is what the list then shows.
import AxeBuilder from "@axe-core/playwright";
import { arrive, expect, test } from "./walk.js";

const total = async (page) => Number(await page.locator("[data-total]").first().getAttribute("data-total"));

/** Opens a group and gives its first value that has products and is not chosen. */
async function open(page, group) {
  await page.locator(`#filter-${group} summary`).click();
  return page.locator(`#filter-${group} a[data-count]:not([data-count="0"]):not([aria-current])`).first();
}

test("each choice gives what its number said, the address keeps it, and back takes it away", async ({ page }) => {
  await arrive(page, "/windows/fashion");
  await page.evaluate(() => (window.same = true));
  const whole = await total(page);
  for (const group of ["category", "district", "option-size"]) {
    const value = await open(page, group);
    const said = Number(await value.getAttribute("data-count"));
    const name = await value.getAttribute("data-value");
    await value.click();
    await expect(page.locator(`#filter-${group} a[data-value="${name}"]`)).toHaveAttribute("aria-current", "true");
    expect(await total(page), group).toBe(said);
    await expect(page.locator(`#filter-${group}`)).toHaveAttribute("open", "");
  }
  expect(await page.evaluate(() => window.same), "no page was loaded").toBe(true);
  const path = new URL(page.url());
  await page.reload();
  expect(path.searchParams.has("category") && path.searchParams.has("district") && path.searchParams.has("option")).toBe(true);
  const narrowed = await total(page);
  await page.waitForSelector("html[data-hydrated]", { state: "attached" });
  await page.locator(".filter__chip").first().click();
  await expect(page.locator(".filter__chip")).toHaveCount(2);
  expect(await total(page)).toBeGreaterThanOrEqual(narrowed);
  await page.locator(".filter__clear").click();
  await expect(page.locator(".filter__chip")).toHaveCount(0);
  expect(await total(page)).toBe(whole);
  await page.goBack();
  await expect(page.locator(".filter__chip")).toHaveCount(2);
});

test("a narrowed list lies ready under the finger, is out of everybody's way, and comes when the finger lifts", async ({ page, isMobile }) => {
  test.skip(!isMobile, "fingers are a phone's");
  await arrive(page, "/windows/fashion");
  const client = await page.context().newCDPSession(page);
  const finger = async (type, value) => {
    const box = value && (await value.boundingBox());
    const touchPoints = box ? [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }] : [];
    await client.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  await page.locator("#filter-category summary").tap();
  const values = page.locator('main > :not([data-laid]) #filter-category a[data-count]:not([data-count="0"])');
  const whole = await total(page);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  // A press that becomes something else leaves nothing.
  await finger("touchStart", values.first());
  await expect(page.locator("[data-laid]")).toHaveCount(1);
  await expect(page.locator("[data-laid] [data-total]")).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollHeight), "it takes no place").toBe(height);
  await finger("touchCancel");
  await expect(page.locator("[data-laid]")).toHaveCount(0);
  expect(await total(page)).toBe(whole);
  // One that is a tap shows it.
  const value = values.nth(1);
  const said = Number(await value.getAttribute("data-count"));
  const name = await value.getAttribute("data-value");
  await finger("touchStart", value);
  await expect(page.locator("[data-laid]")).toHaveCount(1);
  await page.locator("[data-laid]").evaluate((laid) => (laid.mine = true));
  await finger("touchEnd");
  await expect(page).toHaveURL(/category=/);
  expect(await total(page)).toBe(said);
  await expect(page.locator("[data-total]")).toHaveCount(1);
  expect(await page.locator("[data-total]").evaluate((one) => one.closest("main > *").mine), "it is what was laid out").toBe(true);
  await expect(page.locator(`#filter-category a[data-value="${name}"]`)).toHaveAttribute("aria-current", "true");
  await expect(page.locator("details[name=filter][open]")).toHaveCount(1);
  await page.goBack();
  await expect(page).not.toHaveURL(/category=/);
  expect(await total(page)).toBe(whole);
  await expect(page.locator("[data-total]")).toHaveCount(1);
});

test("by the keyboard: a group opens, a value is chosen and keeps the focus, Escape closes", async ({ page }) => {
  await arrive(page, "/en/windows/living");
  await page.locator("#filter-category summary").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#filter-category")).toHaveAttribute("open", "");
  await page.keyboard.press("Tab");
  const value = await page.evaluate(() => document.activeElement.getAttribute("data-value"));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`category=${value}`));
  await expect(page.locator(`a[data-value="${value}"]`)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator("#filter-category")).not.toHaveAttribute("open", "");
  await expect(page.locator("#filter-category summary")).toBeFocused();
});

test("an open group and an empty list are accessible", async ({ page }) => {
  for (const path of ["/windows/fashion", "/en/windows/fashion?price_min=99000000&in_stock=1"]) {
    await arrive(page, path);
    await page.locator(".filter__title").first().click();
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations.map((one) => `${path}: ${one.id}: ${one.nodes.map((node) => node.html).join(" | ").slice(0, 400)}`)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
  }
  await page.keyboard.press("Escape");
  await expect(page.locator(".filter__nothing")).toBeVisible();
  await page.locator(".filter__way[data-count]").first().click();
  await expect(page.locator(".product__grid")).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("values are links with true numbers, and prices a form that keeps the rest", async ({ page }) => {
    await page.goto("/windows/fashion");
    const value = await open(page, "category");
    const said = Number(await value.getAttribute("data-count"));
    await value.click();
    expect(await total(page)).toBe(said);
    await page.locator("#filter-price summary").click();
    await page.locator("#price-price_max").fill("50000");
    await page.locator(".filter__go").click();
    await expect(page).toHaveURL(/category=.*price_max=50000|price_max=50000.*category=/);
    expect(await total(page)).toBeLessThanOrEqual(said);
    await expect(page.locator(".filter__chip")).toHaveCount(2);
  });
});
