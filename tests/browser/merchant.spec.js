// From an application that is accepted to a shop that is open: a list with a row put right, pictures, the shop's page, a
// preview on a phone, opening, and a shopper who finds it.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { accessible, comeByMail, fresh, golmok, join, photo } from "./people.js";
import { expect, test } from "./walk.js";

const films = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../crates/server/src/clip/file/fixtures");
const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../docs/journey");
// Set, the pictures of the documents are made anew.
const RECORDED = process.env.GOLMOK_RECORD !== undefined;

const LIST = `Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Status
ripple-bowl,물결 그릇,<p>물레로 빚어 물결을 남긴 그릇입니다.</p>,물결 공방,그릇,"그릇, 물결",크기,작은,RB-S,320,5,18000,,active
ripple-bowl,,,,,,,큰,RB-L,510,3,"24,00",,active
stone-cup,조약돌 잔,<p>손에 감기는 잔입니다.</p>,물결 공방,잔,잔,,,SC-1,210,8,15000,19000,active
`;

async function shot(page, name) {
  if (RECORDED) await page.screenshot({ path: path.join(docs, `${name}.jpg`), type: "jpeg", quality: 60 });
}

async function save(page, within) {
  await page.locator("form").filter({ has: page.getByLabel(within, { exact: true }) }).getByRole("button", { name: "저장" }).click();
  await expect(page.locator(".studio__done")).toBeVisible();
}

test("a merchant enters with a list, looks at the shop on a phone, and opens it", async ({ page, browser, baseURL }) => {
  test.slow();
  const mark = fresh("x").slice(2, 12).replace(/[^a-z0-9]/g, "");
  const shop = `물결 그릇집 ${mark}`;
  await comeByMail(page, "한가상");
  expect((await page.request.get("/operator/applications")).status(), "a merchant is no operator").toBe(403);

  // Applying, and being let in.
  await page.goto("/apply?window=living");
  await page.getByLabel("매장 이름").fill(shop);
  await page.getByRole("button", { name: "신청 시작" }).click();
  await page.getByLabel("대표자 이름").fill("한가상");
  await page.getByLabel("사업자등록번호").fill("000-12-34560");
  await page.getByLabel("주소", { exact: true }).fill("서울 가상구 물결길 3");
  for (const day of ["월요일", "화요일", "토요일"]) {
    await page.getByRole("group", { name: day }).getByLabel("여는 시각").fill("10:00");
    await page.getByRole("group", { name: day }).getByLabel("닫는 시각").fill("19:00");
  }
  await save(page, "대표자 이름");
  await page.getByLabel("매장 정면 사진").first().setInputFiles(await photo(page, "정면.png", "#687"));
  await page.getByRole("button", { name: "올리기" }).first().click();
  await page.getByLabel(/면제되는 간이과세자/).check();
  await page.getByLabel(/실제와 같도록/).check();
  await page.locator("form").filter({ has: page.getByLabel(/실제와 같도록/) }).getByRole("button", { name: "저장" }).click();
  await shot(page, "1-applying");
  await page.getByRole("button", { name: "신청 보내기" }).click();
  await expect(page.locator(".studio__done")).toHaveText("신청을 보냈습니다.");
  const office = await browser.newContext({ baseURL });
  const desk = await office.newPage();
  await join(desk, golmok(baseURL, "operator", "invite", fresh("office")), "박가상");
  await desk.goto("/operator/applications");
  await desk.getByRole("link", { name: new RegExp(mark) }).click();
  await shot(desk, "2-operator");
  await desk.getByLabel("결정").selectOption({ label: "받아들이기" });
  await desk.getByRole("button", { name: "알리기" }).click();
  await expect(desk.locator(".studio__done")).toBeVisible();
  await office.close();

  // The list: what is wrong with it is put right on the page.
  await page.goto("/studio");
  await page.getByRole("link", { name: shop }).first().click();
  await page.getByRole("link", { name: "목록 가져오기" }).click();
  await accessible(page);
  await page.getByLabel("상품 목록 파일").setInputFiles({ name: "목록.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) });
  await page.getByRole("button", { name: "살펴보기" }).click();
  await expect(page.getByRole("main")).toContainText("새 상품 1, 바뀜 0, 그대로 0, 거절 1");
  await accessible(page);
  await shot(page, "3-list");
  await page.getByLabel("3줄 Variant Price").fill("24000");
  await page.getByRole("button", { name: "고쳐서 다시 살펴보기" }).click();
  await expect(page.getByRole("main")).toContainText("새 상품 2, 바뀜 0, 그대로 0, 거절 0");
  await page.getByRole("button", { name: "가져오기", exact: true }).click();
  await expect(page.getByRole("main")).toContainText(/가져옴/, { timeout: 15_000 });
  await accessible(page);

  // A picture for each product, and one product more.
  await page.getByRole("link", { name: "상품 보기" }).click();
  await accessible(page);
  for (const [name, colour] of [["물결 그릇", "#357"], ["조약돌 잔", "#753"]]) {
    await page.getByRole("link", { name, exact: true }).click();
    const picture = await photo(page, `${name}.png`, colour);
    if (name === "물결 그릇") {
      await page.getByLabel("사진", { exact: true }).setInputFiles(picture);
      await page.getByRole("button", { name: "올리기" }).click();
    } else {
      // Dropped anywhere on the page.
      await page.evaluate(
        ([name, bytes]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        },
        [picture.name, [...picture.buffer]],
      );
    }
    await expect(page.locator(".studio__done")).toHaveText("사진을 올렸습니다.");
    await expect.poll(() => page.locator(".studio__pictures img").evaluate((one) => one.naturalWidth)).toBeGreaterThanOrEqual(480);
    await page.getByLabel("무엇이 보이나요", { exact: true }).fill(`${name}을 위에서 본 모습`);
    await save(page, "이름 (한국어)");
    await expect(page.frameLocator("iframe").locator("h1")).toHaveText(name);
    await accessible(page);
    if (name === "물결 그릇") await shot(page, "4-product");
    await page.getByRole("link", { name: "상품 목록" }).click();
  }
  await page.getByRole("link", { name: "새 상품" }).click();
  await expect(page.locator(".studio__beside > .studio__frame")).toContainText("저장하면, 손님에게 보일 모습이 여기에 나타납니다");
  await accessible(page);
  await page.getByLabel("이름 (한국어)", { exact: true }).fill("파도 접시");
  await page.getByRole("textbox", { name: "가격", exact: true }).fill("9.99");
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.locator(".studio__why").first()).toContainText("숫자로");
  page.said.length = 0;
  await page.getByRole("textbox", { name: "가격", exact: true }).fill("32,000원");
  await page.getByRole("textbox", { name: "재고", exact: true }).fill("2");
  await page.getByText("옵션 (색, 크기처럼 고르는 것)").click();
  await page.getByLabel("옵션 1 이름", { exact: true }).fill("색");
  await page.getByLabel("옵션 1 값", { exact: true }).fill("흰, 푸른");
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page).toHaveURL(/products\/%ED%8C%8C%EB%8F%84-%EC%A0%91%EC%8B%9C/);
  await expect(page.getByLabel("가격: 푸른")).toHaveValue("32000");
  await page.getByRole("group", { name: "재고" }).getByLabel("흰").fill("4");
  await page.getByLabel("손님에게").selectOption({ label: "숨기기" });
  await page.getByRole("button", { name: "바로 바꾸기" }).click();
  await expect(page.locator(".studio__done")).toHaveText("바로 바꾸었습니다.");
  await expect(page.frameLocator("iframe").locator("h1")).toHaveText("파도 접시");
  await expect(page.frameLocator("iframe").locator(".preview")).toContainText("손님에게는 보이지 않습니다");
  await accessible(page);

  // The shop's own page.
  await page.goto("/studio");
  await page.getByRole("link", { name: shop }).first().click();
  await page.getByRole("link", { name: "매장 소개" }).click();
  await page.getByLabel("한 줄 소개 (한국어)").fill("물결을 남기는 그릇");
  await page.getByLabel("이야기 (한국어)").fill("강가에서 빚습니다.\n\n천천히 굽습니다. <b>굵게</b>");
  await page.getByLabel("보내 드립니다").check();
  await page.getByLabel("배송비").fill("3,000");
  await page.getByLabel("상세 (층, 호)").fill("2층");
  await save(page, "한 줄 소개 (한국어)");
  await expect(page.getByLabel("주소 (한국어)")).toHaveValue("서울 가상구 물결길 3");
  await expect(page.getByLabel("상세 (층, 호)")).toHaveValue("2층");
  await expect(page.getByLabel("이야기 (한국어)")).toHaveValue("강가에서 빚습니다.\n\n천천히 굽습니다. <b>굵게</b>");
  await expect(page.frameLocator("iframe").locator("body")).toContainText("물결을 남기는 그릇");
  await page.getByLabel("사진", { exact: true }).setInputFiles(await photo(page, "매장.png", "#464"));
  await page.getByRole("button", { name: "올리기" }).click();
  const pictures = page.locator(".studio__pictures img");
  await expect(pictures).toHaveCount(1);
  // Several at once, and another order by drag.
  await page.getByLabel("사진", { exact: true }).setInputFiles([await photo(page, "안.png", "#446"), await photo(page, "문.png", "#644")]);
  await page.getByRole("button", { name: "올리기" }).click();
  await expect(pictures).toHaveCount(3);
  const before = await pictures.evaluateAll((all) => all.map((one) => one.getAttribute("src")));
  await pictures.first().scrollIntoViewIfNeeded();
  const [last, first] = [await pictures.nth(2).boundingBox(), await pictures.nth(0).boundingBox()];
  await page.mouse.move(last.x + 40, last.y + 40);
  await page.mouse.down();
  await page.mouse.move(first.x + 40, first.y + 60, { steps: 5 });
  await page.mouse.move(first.x + 40, first.y + 5, { steps: 5 });
  await page.mouse.up();
  await expect(page.locator(".studio__said")).toContainText("저장");
  await page.reload();
  expect(await pictures.evaluateAll((all) => all.map((one) => one.getAttribute("src")))).toEqual([before[2], before[0], before[1]]);
  // The district is of those that there are, and known in both languages; the point is where the phone is.
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation({ latitude: 37.5561, longitude: 126.9236 });
  await page.getByLabel("시·군·구").selectOption("서울 마포구");
  await page.getByRole("button", { name: "지금 있는 곳으로" }).click();
  await expect(page.getByLabel("위도")).toHaveValue("37.556100");
  await save(page, "한 줄 소개 (한국어)");
  await expect(page.getByLabel("시·군·구")).toHaveValue("서울 마포구");
  await expect(page.locator("[name=district_was_en]")).toHaveValue("Mapo-gu, Seoul");
  await accessible(page);
  await shot(page, "5-front");

  // A clip, which goes in pieces; its moments and its poster are set while it plays.
  await page.goto("/studio");
  await page.getByRole("link", { name: shop }).first().click();
  await page.getByRole("link", { name: "영상", exact: true }).click();
  await accessible(page);
  await page.getByLabel("영상 파일").setInputFiles(path.join(films, "quicktime.mov"));
  await page.getByRole("button", { name: "올리기" }).click();
  await expect(page.locator(".studio__said")).toContainText("높은 호환성");
  page.said.length = 0;
  await page.getByLabel("영상 파일").setInputFiles(path.join(films, "h264-aac.mp4"));
  await page.getByRole("button", { name: "올리기" }).click();
  await expect(page.locator(".studio__done")).toContainText("영상을 올렸습니다");
  await accessible(page);
  const film = page.locator("#studio-clip");
  await expect(film).toHaveJSProperty("videoHeight", 320);
  for (const [at, label] of [[0, "물레를 돌립니다"], [1, "그릇이 나옵니다"]]) {
    await film.evaluate((video, at) => new Promise((done) => {
      video.onseeked = done;
      video.currentTime = at + 0.1;
    }), at);
    await page.getByRole("button", { name: "지금 이 장면" }).click();
    await page.getByRole("group", { name: `장면 ${at + 1}` }).getByLabel("말 (한국어)").fill(label);
  }
  await page.getByRole("group", { name: "장면 2" }).getByLabel("상품").selectOption({ label: "물결 그릇" });
  await page.getByLabel("자막 (한국어)").fill("0:00 빙글빙글");
  await expect(page.locator(".studio__said")).toHaveText("저장했습니다.");
  // Beside it stands the clip as shoppers will see it.
  await expect(page.frameLocator("iframe").getByRole("main")).toContainText("그릇이 나옵니다");
  await page.getByRole("button", { name: "이 장면을 표지로" }).click();
  // One that is broken is complete too.
  await expect.poll(() => page.locator(".studio__poster").evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
  await expect(page.getByRole("group", { name: "장면 2" }).getByLabel("때")).toHaveValue("0:01");
  await expect(page.getByLabel("자막 (한국어)")).toHaveValue(/WEBVTT[^]*빙글빙글/);
  await accessible(page);
  await shot(page, "11-clip");

  // Looking at it on a phone that nobody is signed in on.
  await page.getByRole("link", { name: "English" }).click();
  await accessible(page);
  await page.goto(`/studio`);
  await page.getByRole("link", { name: shop }).first().click();
  await page.getByRole("link", { name: "미리보기와 열기" }).click();
  await page.getByRole("button", { name: "링크 만들기" }).click();
  const link = await page.locator(".studio__link").getAttribute("href");
  await expect(page.getByRole("img", { name: /QR/ })).toBeVisible();
  await accessible(page);
  await shot(page, "6-link");
  const pocket = await browser.newContext({ baseURL, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const phone = await pocket.newPage();
  await phone.goto(link);
  await expect(phone.locator(".preview")).toContainText("미리보기");
  await expect(phone.locator("h1")).toHaveText(shop);
  await accessible(phone);
  await shot(phone, "7-phone");
  await phone.locator("main a[href*='ripple-bowl']").first().click();
  await expect(phone.locator("h1")).toHaveText("물결 그릇");
  await expect(phone).toHaveURL(/\/preview\//);
  const loaded = await phone.locator("main img").first().evaluate((image) => image.complete && image.naturalWidth > 0);
  expect(loaded).toBe(true);
  expect(await pocket.cookies()).toEqual([]);
  // The clip plays there, with its moments.
  await phone.goto(link);
  await phone.locator("main a[href*='/clips/']").first().click();
  await expect(phone.getByRole("main")).toContainText("그릇이 나옵니다");
  const source = await phone.locator("video").first().getAttribute("src").catch(() => null) ?? (await phone.locator("video source").first().getAttribute("src"));
  const range = await phone.request.get(source, { headers: { range: "bytes=0-9" } });
  expect([range.status(), range.headers()["cache-control"]]).toEqual([206, "private, no-store"]);
  // Nobody else sees any of it.
  await phone.goto(`/shops/${encodeURIComponent(`물결-그릇집-${mark}`)}`);
  await expect(phone.locator("h1")).not.toHaveText(shop);
  page.said.length = 0;

  // Opening, and a shopper.
  await page.goto("/studio");
  await page.getByRole("link", { name: shop }).first().click();
  await expect(page.getByText("여는 데 필요한 것이 다 있습니다.")).toBeVisible();
  await page.getByRole("button", { name: "매장 열기" }).click();
  await expect(page.locator(".studio__done")).toContainText("매장을 열었습니다");
  await phone.goto("/windows/living?sort=newest");
  await expect(phone.getByRole("link", { name: /조약돌 잔/ }).first()).toBeVisible();
  await shot(phone, "8-window");
  // A shopper who has never been here, walks from the window to the product and into the shop.
  const street = await browser.newContext({ baseURL, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  const shopper = await street.newPage();
  await shopper.goto("/windows/living?sort=newest");
  await shopper.locator(`.product__grid a[href*="${encodeURIComponent(`물결-그릇집-${mark}`)}"]`).first().click();
  await expect(shopper).toHaveURL(/\/products\/(ripple-bowl|stone-cup)$/);
  await shopper.locator(".product__of a").click();
  await expect(shopper.locator("h1")).toHaveText(shop);
  await street.close();
  await phone.goto(`/shops/${encodeURIComponent(`물결-그릇집-${mark}`)}`);
  await expect(phone.locator("h1")).toHaveText(shop);
  await shot(phone, "9-shop");
  await phone.locator("main a[href*='/clips/']").first().click();
  await expect(phone.getByRole("button", { name: /그릇이 나옵니다/ }).or(phone.getByRole("link", { name: /그릇이 나옵니다/ })).first()).toBeVisible();
  await shot(phone, "12-shopper-clip");

  // What is changed from now on waits until it is opened, and can be taken back.
  await page.goto(`/studio/shops/${encodeURIComponent(`물결-그릇집-${mark}`)}/products/stone-cup`);
  await page.getByLabel("이름 (한국어)", { exact: true }).fill("조약돌 찻잔");
  await save(page, "이름 (한국어)");
  await phone.goto(`/shops/${encodeURIComponent(`물결-그릇집-${mark}`)}/products/stone-cup`);
  await expect(phone.locator("h1")).toHaveText("조약돌 잔");
  await page.getByRole("link", { name: "미리보고 열기" }).click();
  await expect(page.getByRole("main")).toContainText("조약돌 찻잔");
  await accessible(page);
  await shot(page, "10-changes");
  await page.getByRole("button", { name: "바뀐 것 열기" }).click();
  await phone.reload();
  await expect(phone.locator("h1")).toHaveText("조약돌 찻잔");
  await page.getByRole("button", { name: "되돌리기" }).click();
  await expect(page.locator(".studio__done")).toContainText("되돌렸습니다");
  await phone.reload();
  await expect(phone.locator("h1")).toHaveText("조약돌 잔");
  await pocket.close();
});

test("a table of one's own is matched by hand, and what is given out changes nothing", async ({ page, baseURL }) => {
  const mark = fresh("x").slice(2, 12).replace(/[^a-z0-9]/g, "");
  await join(page, golmok(baseURL, "operator", "invite", fresh("table")), "표가상");
  await page.goto("/apply?window=living");
  await page.getByLabel("매장 이름").fill(`표 파는 집 ${mark}`);
  await page.getByRole("button", { name: "신청 시작" }).click();
  await page.goto("/studio");
  await page.getByRole("link", { name: new RegExp(mark) }).first().click();
  await page.getByRole("link", { name: "목록 가져오기" }).click();
  const table = "물건;얼마;크기;남은 것\n달 잔;12,000원;작은;5\n달 잔;15,000원;큰;2\n해 접시;9000;;0\n";
  // Dropped anywhere on the page.
  await page.evaluate((table) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([table], "물건.csv", { type: "text/csv" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, table);
  await expect(page.getByRole("main")).toContainText("상품 이름이 어느 칸인지 모릅니다");
  await accessible(page);
  for (const [column, field] of [["물건", "상품 이름"], ["얼마", "가격"], ["크기", "옵션 1의 값"], ["남은 것", "재고"]]) {
    await page.getByLabel(new RegExp(`^${column}`)).selectOption({ label: field });
  }
  await shot(page, "13-columns");
  await page.getByRole("button", { name: "이대로 다시 살펴보기" }).click();
  await expect(page.getByRole("main")).toContainText("새 상품 2, 바뀜 0, 그대로 0, 거절 0");
  await page.getByRole("button", { name: "가져오기", exact: true }).click();
  await expect(page.getByRole("main")).toContainText(/가져옴/, { timeout: 15_000 });
  for (const name of ["Shopify CSV", "Google Merchant XML", "네이버쇼핑 EP"]) {
    await page.getByRole("link", { name: "다른 목록 가져오기" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
    await page.getByLabel("상품 목록 파일").setInputFiles({ name: file.suggestedFilename(), mimeType: "text/plain", buffer: readFileSync(await file.path()) });
    await page.getByRole("button", { name: "살펴보기" }).click();
    await expect(page.getByRole("main")).toContainText("새 상품 0, 바뀜 0, 그대로 2, 거절 0");
  }
});

test("what is typed is saved as one goes, the preview follows, and a cut line keeps it", async ({ page, baseURL }) => {
  const mark = fresh("x").slice(2, 12).replace(/[^a-z0-9]/g, "");
  await join(page, golmok(baseURL, "operator", "invite", fresh("typist")), "한가상");
  await page.goto("/apply?window=living");
  await page.getByLabel("매장 이름").fill(`따라오는 집 ${mark}`);
  await page.getByRole("button", { name: "신청 시작" }).click();
  await page.goto("/studio");
  await page.getByRole("link", { name: new RegExp(mark) }).first().click();
  await page.getByRole("link", { name: "매장 소개" }).click();
  const frame = page.frameLocator("iframe");
  await expect(frame.locator("h1")).toContainText("따라오는 집");
  await page.getByLabel("한 줄 소개 (한국어)").pressSequentially("저녁에 켜는 등");
  await expect(frame.locator("body")).toContainText("저녁에 켜는 등");
  // What is not fit is said, and nothing else is lost.
  await page.getByLabel("우편번호").fill("12");
  await expect(page.locator(".studio__said")).toContainText("다섯 자리");
  page.said.length = 0;
  await page.getByLabel("우편번호").fill("12345");
  await expect(page.locator(".studio__said")).toHaveText("저장했습니다.");
  // From the last key to the frame that shows it.
  const took = [];
  for (const word of ["하나", "둘", "셋", "넷", "다섯"]) {
    const begun = Date.now();
    await page.getByLabel("한 줄 소개 (한국어)").fill(`등 ${word}`);
    await expect(async () => expect(await frame.locator("body").textContent()).toContain(`등 ${word}`)).toPass({ intervals: [10], timeout: 5_000 });
    took.push(Date.now() - begun);
  }
  console.log(`the preview follows an edit, ms: ${took.join(" ")}`);
  // The line is cut: what is typed stays here, also when the page is left, and is sent when there is a line.
  await page.context().setOffline(true);
  await page.getByLabel("한 줄 소개 (한국어)").fill("끊긴 줄에서 쓴 말");
  await expect(page.locator(".studio__said")).toContainText("연결이 끊겼습니다");
  await page.context().setOffline(false);
  page.said.length = 0;
  await page.reload();
  await expect(page.getByLabel("한 줄 소개 (한국어)")).toHaveValue("끊긴 줄에서 쓴 말");
  await expect(frame.locator("body")).toContainText("끊긴 줄에서 쓴 말");
  page.said.length = 0;
});

test("an operator keeps a window, and sees how the program is", async ({ page, baseURL }) => {
  await join(page, golmok(baseURL, "operator", "invite", fresh("keeper")), "문가상");
  await page.goto("/operator/windows");
  await accessible(page);
  await page.goto("/operator/windows/leisure");
  await accessible(page);
  const outline = page.getByLabel("하위 분류");
  const before = await outline.inputValue();
  await page.getByLabel("한 줄 소개 (한국어)").fill("걷고, 만들고, 쉬는 곳");
  await page.getByLabel("빛").selectOption("rose");
  await outline.fill(`${before}walks | 걷기 | Walks\n  Shoes! | 신발\n`);
  page.said.length = 0;
  await page.getByRole("button", { name: "저장" }).first().click();
  const lines = before.split("\n").length;
  await expect(page.locator("#change-window-categories-why")).toContainText(`${lines + 1}줄`);
  page.said.length = 0;
  await expect(page.getByLabel("한 줄 소개 (한국어)")).toHaveValue("걷고, 만들고, 쉬는 곳");
  await accessible(page);
  await outline.fill(`${before}walks | 걷기 | Walks\n  walking-shoes | 걷는 신발 | Walking shoes | 워킹화 | 트레킹화\n`);
  await page.getByRole("button", { name: "저장" }).first().click();
  await expect(page.locator(".studio__done")).toHaveText("저장했습니다.");
  await expect(outline).toHaveValue(`${before}walks | 걷기 | Walks\n  walking-shoes | 걷는 신발 | Walking shoes | 워킹화 | 트레킹화\n`);
  await page.getByRole("link", { name: "골목에서 보기" }).click();
  await expect(page.locator("main")).toContainText("걷고, 만들고, 쉬는 곳");
  await page.goto("/operator/system");
  await expect(page.locator("main")).toContainText("SQLite");
  await accessible(page);
  await page.goto("/en/operator/system");
  await expect(page.locator("h1")).toHaveText("How the program is");
});
