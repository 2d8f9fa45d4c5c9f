// Clips that lie elsewhere: brought in by their address, and asked for of their place when they are pressed, not before.
import { accessible, fresh, golmok, join } from "./people.js";
import { expect, test } from "./walk.js";

const PLACES = [
  { name: "YouTube", link: "https://youtu.be/abcDEF-_123", frame: "https://www.youtube-nocookie.com/embed/abcDEF-_123", page: "https://www.youtube.com/watch?v=abcDEF-_123" },
  { name: "Vimeo", link: "https://vimeo.com/76979871", frame: "https://player.vimeo.com/video/76979871", page: "https://vimeo.com/76979871" },
  { name: "네이버TV", link: "https://tv.naver.com/v/123456", frame: "https://tv.naver.com/embed/123456", page: "https://tv.naver.com/v/123456" },
];
const MOMENTS = [["0:05", "문을 엽니다", 5], ["1:05", "그릇을 꺼냅니다", 65]];

// The street is left as it was: journeys that come later look for clips of the street's own.
test.afterEach(async ({ page, request }) => {
  const studio = `/studio/shops/${encodeURIComponent(await filmed(request))}`;
  await page.goto(`${studio}/preview`);
  const back = page.getByRole("button", { name: "되돌리기" });
  if (await back.isVisible()) await back.click();
  for (const { slug } of PLACES.filter((place) => place.slug)) {
    await page.goto(`${studio}/clips/${encodeURIComponent(slug)}`);
    await page.getByRole("button", { name: "고친 것 버리기" }).click();
    await expect(page.locator(".studio__done")).toHaveText("고친 것을 버렸습니다.");
  }
});

/** The shop whose clip is the oldest: it stays the same while others bring in theirs. */
async function filmed(request) {
  return (await (await request.get("/api/v1/clips?limit=100")).json()).items.at(-1).shop;
}

/** A shopper's page, and all that it asks of elsewhere: each is answered here. */
async function shopperOf(browser, baseURL, options = {}) {
  const street = await browser.newContext({ baseURL, ...options });
  const asked = [];
  await street.route((url) => url.origin !== baseURL, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>player</title>" });
  });
  return { street, shopper: await street.newPage(), asked };
}

/** A player that answers in its provider's words, 83 seconds into the clip. */
const PLAYER = `<!doctype html><title>player</title><script>
  addEventListener("message", ({ data, source }) => {
    const asked = JSON.parse(data);
    if (location.host.includes("youtube") && asked.event === "listening")
      source.postMessage(JSON.stringify({ event: "infoDelivery", info: { currentTime: 83.4 } }), "*");
    if (location.host.includes("vimeo") && asked.method === "addEventListener" && asked.value === "timeupdate")
      source.postMessage({ event: "timeupdate", data: { seconds: 83.4, duration: 120 } }, "*");
  });
</script>`;

/** Beside the form the provider's player comes once it is pressed, and a moment is taken from where it stands. */
async function takesMoments(page, place) {
  const play = page.getByRole("button", { name: "여기서 재생" });
  if (place.name === "네이버TV") {
    await expect(page.getByText("네이버TV는 재생 시각을 알려 주지 않습니다")).toBeVisible();
    await expect(play).toHaveCount(0);
    return;
  }
  const asked = [];
  const elsewhere = (url) => url.href.startsWith(place.frame);
  await page.route(elsewhere, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "text/html", body: PLAYER });
  });
  await expect(page.locator("#studio-elsewhere iframe")).toHaveCount(0);
  expect(asked).toEqual([]);
  page.context().allowsForeign = true;
  await play.click();
  await page.getByRole("button", { name: "지금 이 장면" }).click();
  await expect(page.getByRole("group", { name: "장면 1" }).getByLabel("때")).toHaveValue("1:23");
  // What is saved meanwhile lets it play on.
  await page.waitForTimeout(800);
  expect(asked).toHaveLength(1);
  page.context().allowsForeign = false;
  await page.unroute(elsewhere);
}

test("clips of three other places are brought in by their addresses, and nothing is asked there before a press", async ({ page, browser, request, baseURL }) => {
  test.slow();
  const shop = await filmed(request);
  const studio = `/studio/shops/${encodeURIComponent(shop)}`;
  const mark = fresh("x").slice(2, 14);
  await join(page, golmok(baseURL, "shop", "owner", shop, fresh("films")), "최가상");
  for (const place of PLACES) {
    await page.goto(`${studio}/clips`);
    const form = page.locator("form").filter({ has: page.getByLabel("영상 주소") });
    await form.getByLabel("제목").fill(`${place.name} ${mark}`);
    await form.getByLabel("영상 주소").fill(place.link);
    await form.getByLabel("길이").fill("2:00");
    await form.getByRole("button", { name: "더하기" }).click();
    await expect(page.locator(".studio__done")).toContainText("영상을 올렸습니다");
    place.slug = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1));
    await takesMoments(page, place);
    for (const [row, [at, label]] of MOMENTS.entries()) {
      const group = page.getByRole("group", { name: `장면 ${row + 1}` });
      await group.getByLabel("때").fill(at);
      await group.getByLabel("말 (한국어)").fill(label);
    }
    await page.getByRole("button", { name: "저장" }).click();
    await expect(page.locator(".studio__done")).toContainText("저장했습니다.");
    // What is saved as one goes may be half a moment, which is refused until its words are there.
    page.said.length = 0;
    await expect(page.getByLabel("영상 주소")).toHaveValue(place.name === "YouTube" ? place.page : place.link);
    await accessible(page);
  }
  await page.goto(`${studio}/preview`);
  await page.getByRole("button", { name: "바뀐 것 열기" }).click();
  await expect(page.locator(".studio__done")).toContainText("열었습니다");

  const { street, shopper, asked } = await shopperOf(browser, baseURL);
  for (const place of PLACES) {
    await shopper.goto(`/clips/${encodeURIComponent(place.slug)}`);
    await shopper.waitForSelector("html[data-hydrated]", { state: "attached" });
    await accessible(shopper);
    const press = shopper.locator(".clip__play");
    await press.hover();
    await expect(press).toContainText(place.name);
    await expect(shopper.locator("iframe")).toHaveCount(0);
    await expect(shopper.locator('link[rel="preconnect"], link[rel="dns-prefetch"]')).toHaveCount(0);
    expect(asked, `asked of ${place.name} before the press`).toEqual([]);
    await press.click();
    const frame = shopper.locator("iframe.clip__frame");
    await expect(frame).toHaveAttribute("src", new RegExp(`^${place.frame.replaceAll(".", "\\.")}\\?`));
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0].startsWith(`${place.frame}?`), asked[0]).toBe(true);
    await expect(shopper).toHaveURL(new RegExp(`/clips/${encodeURIComponent(place.slug)}$`));
    await accessible(shopper);
    const moments = shopper.locator(".clip__moments li");
    await expect(moments).toHaveText(MOMENTS.map(([at, label]) => `${at}${label}`));
    if (place.name === "네이버TV") {
      await expect(moments.locator("a")).toHaveCount(0);
      await expect(shopper.locator(".clip__note")).toContainText("바로 갈 수 없어요");
    } else {
      await moments.nth(1).locator("a").click();
      await expect(frame).toHaveAttribute("src", /(&start=65|#t=65s)$/);
      await expect(shopper).toHaveURL(/\?t=65$/);
      await expect(moments.nth(1).locator("a")).toHaveAttribute("aria-current", "true");
      await expect.poll(() => shopper.frames().at(-1).url()).toMatch(/(&start=65|#t=65s)$/);
    }
    asked.length = 0;
  }
  // A link with a second begins there.
  await shopper.goto(`/clips/${encodeURIComponent(PLACES[0].slug)}?t=65`);
  await shopper.waitForSelector("html[data-hydrated]", { state: "attached" });
  await shopper.locator(".clip__play").click();
  await expect(shopper.locator("iframe.clip__frame")).toHaveAttribute("src", /&start=65$/);
  await street.close();

  // Without scripts there are links, to the second where the place knows one.
  const still = await shopperOf(browser, baseURL, { javaScriptEnabled: false });
  for (const place of PLACES) {
    await still.shopper.goto(`/en/clips/${encodeURIComponent(place.slug)}?t=5`);
    const to = await still.shopper.locator(".clip__play").getAttribute("href");
    expect([place.page, `${place.page}&t=5s`, `${place.page}#t=5s`]).toContain(to);
    await expect(still.shopper.locator("iframe")).toHaveCount(0);
    expect(still.asked).toEqual([]);
  }
  await still.shopper.goto(`/clips/${encodeURIComponent(PLACES[0].slug)}`);
  await still.shopper.locator(".clip__moments a").last().click();
  await expect(still.shopper.locator(".clip__play")).toHaveAttribute("href", /t=65s$/);
  await still.shopper.locator(".clip__play").click();
  await expect.poll(() => still.asked).toEqual([`${PLACES[0].page}&t=65s`]);
  await still.street.close();
});
