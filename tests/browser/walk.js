// What the journeys share.
import { test as base, expect } from "@playwright/test";

/** A test that fails on any word in the console and on any request to elsewhere. A journey may wipe what was said, where it made
 * the browser say it; what was asked of elsewhere stays. */
export const test = base.extend({
  page: async ({ page, baseURL }, use) => {
    const said = [];
    const foreign = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) said.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      const isOurs = ["", "blob:"].some((kind) => url.startsWith(kind + baseURL)) || url.startsWith("data:");
      if (!isOurs && !page.context().allowsForeign) foreign.push(url);
    });
    page.said = said;
    await use(page);
    expect(foreign, "asked of elsewhere").toEqual([]);
    expect(said).toEqual([]);
  },
});

/** Goes to a page and waits until the app has taken it over. */
export async function arrive(page, path) {
  const answer = await page.goto(path);
  await page.waitForSelector("html[data-hydrated]", { state: "attached" });
  return answer;
}

/** The first product, shop and clip of the demo street. */
export async function things(request) {
  const ask = async (path) => (await request.get(path)).json();
  const products = (await ask("/api/v1/products?limit=100")).items;
  const clips = (await ask("/api/v1/clips")).items;
  let chosen;
  for (const card of products) {
    const product = await ask(`/api/v1/shops/${card.shop}/products/${encodeURIComponent(card.slug)}`);
    if (product.axes.length > 0 && product.variants.length > 2 && product.pictures.length > 1) {
      chosen = product;
      break;
    }
  }
  if (!clips.length) clips.push({ slug: "none" });
  return { product: { ...chosen, ...chosen.card }, shop: chosen.card.shop, clip: clips[0].slug, clips, products };
}

export { expect };
