// What a merchant waits for, and what their work costs shoppers; printed as `what: measured`. The street runs at GOLMOK_URL
// over the data folder GOLMOK_DATA, which is written to; GOLMOK_BIN is the program.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import { chromium } from "@playwright/test";

const street = process.env.GOLMOK_URL;
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const PICTURES = 12;
/** How far a value of a photo is off at most, of 255. */
const GRAIN = 6;
const LOAD_MS = 3000;
/** How often pages are loaded beside pictures, and the most pictures that are sent each time. */
const ROUNDS = 9;
const AT_ONCE = 12;
const ROWS = 10_000;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;

/** Two shops of this street, and a session of their owner. */
async function owner() {
  const products = await (await fetch(`${street}/api/v1/products?limit=100`)).json();
  const [shop, other] = new Set(products.items.map((product) => product.shop));
  let headers = { "content-type": "application/json", "sec-fetch-site": "same-origin" };
  for (const each of [shop, other]) headers = { ...headers, ...(await owns(each, headers)) };
  return { shop, other, headers };
}

async function owns(shop, headers) {
  const done = spawnSync(process.env.GOLMOK_BIN, ["--data", process.env.GOLMOK_DATA, "shop", "owner", shop, "bench@golmok.test", "--public-url", street]);
  const token = String(done.stdout).trim().split("/").at(-1);
  const body = JSON.stringify({ token, name: "Bench", password: "귤 상자 위의 고양이 셋", agreed: true });
  const answer = await fetch(`${street}/api/v1/links/use`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`no session: ${await answer.text()}`);
  const set = answer.headers.get("set-cookie");
  return set ? { cookie: set.split(";")[0] } : {};
}

/** Photos of 1600 pixels: the street's own with a grain, each cut another way, so that none is known already. */
async function photos(count) {
  const browser = await chromium.launch({ executablePath: process.env.GOLMOK_CHROMIUM || "/usr/bin/chromium", args });
  const page = await browser.newPage();
  await page.goto(`${street}/windows/living`);
  const made = await page.evaluate(async ([count, GRAIN]) => {
    const sources = [...document.querySelectorAll("main img")].map((one) => one.currentSrc || one.src);
    const photos = [];
    for (let index = 0; index < count; index += 1) {
      const photo = new Image();
      photo.src = sources[index % sources.length].replace(/-\d+\.(\w+)$/, "-480.webp");
      await photo.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [1600, 1200];
      const cut = 1 + index / 100;
      const brush = canvas.getContext("2d");
      brush.drawImage(photo, 0, 0, photo.width / cut, photo.height / cut, 0, 0, 1600, 1200);
      // A phone's sensor leaves grain, which is what costs an encoder its time.
      const drawn = brush.getImageData(0, 0, 1600, 1200);
      for (let at = 0; at < drawn.data.length; at += 4) {
        const grain = (Math.random() + Math.random() - 1) * GRAIN;
        for (let colour = 0; colour < 3; colour += 1) drawn.data[at + colour] += grain;
      }
      brush.putImageData(drawn, 0, 0);
      photos.push(canvas.toDataURL("image/jpeg", 0.92).split(",")[1]);
    }
    return photos;
  }, [count, GRAIN]);
  await browser.close();
  return made;
}

/** From a key to the frame beside the form that shows it: the median and the worst of many, on a page of the studio. */
async function follows(path, label) {
  const EDITS = 15;
  const browser = await chromium.launch({ executablePath: process.env.GOLMOK_CHROMIUM || "/usr/bin/chromium", args });
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 } });
  const [name, value] = headers.cookie.split("=");
  await context.addCookies([{ name, value, url: street }]);
  const page = await context.newPage();
  await page.goto(`${street}${path}`);
  await page.frameLocator("iframe").locator("h1").waitFor({ timeout: 120_000 });
  const field = await page.getByLabel(label, { exact: true }).elementHandle();
  const took = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    const one = page.evaluate(
      async ([field, word]) => {
        const begun = performance.now();
        field.value = word;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        const frame = document.querySelector("iframe");
        while (!frame.contentDocument?.body?.textContent.includes(word)) await new Promise((next) => setTimeout(next, 4));
        // Painted.
        await new Promise((next) => frame.contentWindow.requestAnimationFrame(() => setTimeout(next, 0)));
        return performance.now() - begun;
      },
      [field, `따라오는 말 ${edit + 1}`],
    );
    took.push(await one);
    await page.waitForTimeout(200);
  }
  await browser.close();
  return `${Math.round(median(took))} / ${Math.round(Math.max(...took))} ms`;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

/** How many pages a second eight readers get. */
async function pages() {
  const until = performance.now() + LOAD_MS;
  let count = 0;
  const one = () =>
    new Promise((done, failed) => {
      const path = "/windows/living";
      http.get(street + path, { agent, headers: { "accept-encoding": "br" } }, (answer) => answer.on("end", done).resume()).on("error", failed);
    });
  const reader = async () => {
    while (performance.now() < until) {
      await one();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, reader));
  return (count * 1000) / LOAD_MS;
}

const memory = () => {
  const peak = readFileSync(`/proc/${process.env.GOLMOK_PID}/status`, "utf8").match(/VmHWM:\s+(\d+)/);
  return peak ? `${Math.round(peak[1] / 1024)} MB` : "unknown";
};

const { shop, other, headers } = await owner();
// A list of ten thousand rows, tried and run.
const header = "Handle,Title,Body (HTML),Vendor,Type,Tags,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Status";
const line = (row) => `bench-${row},물건 ${row},<p>${row}번째 물건입니다.</p>,벤치,그릇,"그릇, 흰색",B-${row},300,${row % 50},${1000 + row},active`;
const content = Buffer.from([header, ...Array.from({ length: ROWS }, (_, row) => line(row))].join("\n")).toString("base64");
const base = `${street}/api/v1/shops/${encodeURIComponent(shop)}/imports`;
const tried = performance.now();
const answer = await fetch(base, { method: "POST", headers, body: JSON.stringify({ name: "bench.csv", content }) });
if (!answer.ok) throw new Error(`the list was refused: ${await answer.text()}`);
const list = await answer.json();
console.log(`a list of 10,000 rows tried: ${seconds(performance.now() - tried)}`);
const ran = performance.now();
await fetch(`${base}/${list.id}/run`, { method: "POST", headers, body: "{}" });
for (;;) {
  const now = await (await fetch(`${base}/${list.id}`, { headers })).json();
  if (now.state === "done") break;
  if (now.state === "failed") throw new Error("the list failed");
  await new Promise((wait) => setTimeout(wait, 50));
}
console.log(`a list of 10,000 rows run: ${seconds(performance.now() - ran)}`);
console.log(`memory of the whole program at its peak, with that list: ${memory()}`);

const front = (shop) => `/studio/shops/${encodeURIComponent(shop)}/front`;
console.log(`the preview shows an edit, of a small shop's page, median / worst: ${await follows(front(other), "한 줄 소개 (한국어)")}`);
console.log(`the preview shows an edit, of the page of a shop with 10,000 products more, median / worst: ${await follows(front(shop), "한 줄 소개 (한국어)")}`);
const api = (shop, path) => `${street}/api/v1/shops/${encodeURIComponent(shop)}${path}`;
const firstOf = async (shop) => (await (await fetch(api(shop, "/draft/products"), { headers })).json()).items[0].product;
/** The form of a clip of that product. */
const clipOf = async (shop) => {
  const draft = { title: { ko: "영상" }, link: "https://vimeo.com/123", seconds: 60, moments: [{ at: 5, product: await firstOf(shop) }] };
  const answer = await fetch(api(shop, "/draft/clips"), { method: "POST", headers, body: JSON.stringify({ draft }) });
  if (!answer.ok) throw new Error(`a clip was refused: ${await answer.text()}`);
  return `/studio/shops/${encodeURIComponent(shop)}/clips/${encodeURIComponent((await answer.json()).clip)}`;
};
const edited = `/studio/shops/${encodeURIComponent(shop)}/products/${encodeURIComponent(await firstOf(shop))}`;
console.log(`the same, of one of its products: ${await follows(edited, "이름 (한국어)")}`);
console.log(`the preview shows an edit, of a small shop's clip, median / worst: ${await follows(await clipOf(other), "제목 (한국어)")}`);
console.log(`the same, of a clip of the shop with 10,000 products more: ${await follows(await clipOf(shop), "제목 (한국어)")}`);

const made = await photos(PICTURES + 3 + ROUNDS * AT_ONCE);
/** Sends a picture: how long until it can be looked at, and until all its files are there. */
const send = async (content) => {
  const begun = performance.now();
  const answer = await fetch(`${street}/api/v1/shops/${encodeURIComponent(shop)}/pictures`, { method: "POST", headers, body: JSON.stringify({ content }) });
  if (!answer.ok) throw new Error(`a picture was refused: ${await answer.text()}`);
  const { id, widths } = await answer.json();
  const looked = await fetch(`${street}/studio/shops/${encodeURIComponent(shop)}/media/${id}-960.webp`, { headers });
  if (!looked.ok || looked.headers.get("content-type") !== "image/webp") throw new Error("its first file is not there");
  await looked.arrayBuffer();
  return { id, widest: widths.at(-1), begun, seen: performance.now() - begun };
};
const whole = async ({ id, widest, begun }) => {
  // A smaller WebP is shown in the place of what is not made. All files are written together, the largest AVIF among the last;
  // it is asked for seldom enough not to seem a shopper who comes.
  const last = `${street}/studio/shops/${encodeURIComponent(shop)}/media/${id}-${widest}.avif`;
  while ((await fetch(last, { headers })).headers.get("content-type") !== "image/avif") await new Promise((wait) => setTimeout(wait, 40));
  return performance.now() - begun;
};
const alone = [];
for (const photo of made.slice(0, 3)) {
  const one = await send(photo);
  alone.push({ seen: one.seen, whole: await whole(one) });
}
console.log(`a picture of 1600 px, from sending it to its WebP of 960 px: ${seconds(median(alone.map((one) => one.seen)))}`);
console.log(`the same, to all its files: ${seconds(median(alone.map((one) => one.whole)))}`);
const begun = performance.now();
const rest = made.slice(3, 3 + PICTURES);
const sender = async () => {
  const sent = [];
  for (let photo = rest.pop(); photo; photo = rest.pop()) sent.push(await send(photo));
  for (const one of sent) await whole(one);
};
await Promise.all([sender(), sender()]);
console.log(`pictures of 1600 px a second, all formats and widths: ${((PICTURES * 1000) / (performance.now() - begun)).toFixed(1)}`);

// Shoppers' pages while pictures are made all the time, against the same with none just before and just after: a machine that is
// shared is now quick and now slow, so each time is compared with its neighbours.
await pages();
const [shares, besides, alones, waited] = [[], [], [await pages()], []];
for (let round = 0; round < ROUNDS; round += 1) {
  const queue = made.splice(-AT_ONCE);
  const sent = [];
  let ends = false;
  const making = (async () => {
    while (queue.length > 0 && !ends) sent.push(await send(queue.pop()));
  })();
  const beside = await pages();
  ends = true;
  await making;
  waited.push(...sent.map((one) => one.seen));
  for (const one of sent) await whole(one);
  alones.push(await pages());
  besides.push(beside);
  shares.push(beside / ((alones.at(-2) + alones.at(-1)) / 2));
}
const spread = `${Math.min(...shares).toFixed(2)} to ${Math.max(...shares).toFixed(2)}`;
console.log(`pages while pictures are made, against none: ${median(shares).toFixed(2)} × (${spread}; ${Math.round(median(besides))} a second beside ${Math.round(median(alones))})`);
console.log(`a picture of 1600 px meanwhile, to its WebP of 960 px, median and worst: ${seconds(median(waited))} / ${seconds(Math.max(...waited))}`);
agent.destroy();
