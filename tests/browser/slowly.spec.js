// A page that comes in a little at a time: what is painted already does not move when the rest arrives.
import http from "node:http";
import { expect, test, things } from "./walk.js";

const PIECE = 1_500;

/** Serves the street, its pages in small pieces with pauses between them. */
async function dripping(street) {
  const server = http.createServer(async (request, response) => {
    const answer = await fetch(street + request.url, { headers: { accept: request.headers.accept ?? "*/*" } });
    const body = Buffer.from(await answer.arrayBuffer());
    const headers = Object.fromEntries(["content-type", "content-security-policy"].filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name)]));
    response.writeHead(answer.status, headers);
    if (headers["content-type"]?.startsWith("text/html")) {
      // The head with its styles at once; then piece by piece.
      let at = body.indexOf("<body>");
      response.write(body.subarray(0, at));
      for (; at < body.length; at += PIECE) {
        response.write(body.subarray(at, at + PIECE));
        await new Promise((done) => setTimeout(done, 35));
      }
    } else {
      response.write(body);
    }
    response.end();
  });
  await new Promise((open) => server.listen(0, "127.0.0.1", open));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

test("nothing moves while a page comes in piece by piece", async ({ page, request, baseURL }) => {
  test.setTimeout(120_000);
  const { product, shop, clip } = await things(request);
  const server = await dripping(baseURL);
  page.context().allowsForeign = true;
  await page.addInitScript(() => {
    window.moved = [];
    const name = (node) => node?.className || node?.parentElement?.className || String(node?.nodeName);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.moved.push(`${entry.value.toFixed(4)} ${entry.sources.map((one) => name(one.node)).join(", ")}`);
    }).observe({ type: "layout-shift", buffered: true });
  });
  const paths = ["/", "/en", "/windows/living", "/windows/fresh?show=shops", `/shops/${shop}`, `/en/shops/${shop}/products/${product.slug}`, "/clips", `/clips/${clip}`, "/about"];
  for (const path of paths) {
    await page.goto(server.url + path);
    await page.waitForSelector("html[data-hydrated]", { state: "attached" });
    expect(await page.evaluate(() => window.moved), path).toEqual([]);
  }
  server.close();
});
