// Passkeys, with a key that the browser makes up.
import { PORT } from "./playwright.config.js";
import { PASSWORD, accessible, fresh, golmok, join } from "./people.js";
import { expect, test } from "./walk.js";

// Keys know a street by its name, not by its number.
const street = `http://localhost:${PORT}`;
test.use({ baseURL: street });

test("a passkey is added, signs in once an answer, and is parted with", async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  const email = fresh("key");
  await join(page, golmok(street, "operator", "invite", email), "열쇠가상");
  await page.goto(`${street}/studio/account`);
  // An open session is not enough: the password is asked before the key.
  const add = async (password) => {
    await page.locator(".studio__passkey").getByLabel("비밀번호").fill(password);
    await page.getByRole("button", { name: "패스키 더하기" }).click();
  };
  const why = page.locator(".studio__passkey [role=alert]");
  await add("not that one at all");
  await expect(why).toHaveText("비밀번호가 맞지 않습니다.");
  page.said.length = 0;
  await add(PASSWORD);
  await expect(page.locator(".studio__done")).toContainText("더했습니다");
  await accessible(page);
  // A device that has one makes no second.
  await add(PASSWORD);
  await expect(why).toContainText("쓰지 못했습니다");

  const leave = () => page.getByRole("button", { name: "이 기기에서 로그아웃" }).click();
  await leave();
  await page.goto(`${street}/sign-in?next=%2Fstudio%2Faccount`);
  await accessible(page);
  const asked = page.waitForRequest((request) => request.url().endsWith("/api/v1/session/passkey"));
  await page.getByRole("button", { name: "패스키로 로그인" }).click();
  const answer = JSON.parse((await asked).postData());
  await expect(page).toHaveURL(`${street}/studio/account`);
  await expect(page.locator(".studio__who")).toHaveText(email);

  // An answer is good once, and to its own question.
  const send = (path, body) =>
    page.evaluate(
      async ([path, body]) => {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(`/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
        return { status: answer.status, ...(await answer.json()) };
      },
      [path, body],
    );
  expect((await send("session/passkey", answer)).status).toBe(410);
  const { ceremony } = await send("session/passkey/begin", {});
  expect((await send("session/passkey", { ...answer, ceremony })).status).toBe(400);
  expect((await send("session/passkey", { ...answer, ceremony })).status).toBe(410);
  const own = await send("me/passkeys/begin", { password: PASSWORD });
  expect((await send("session/passkey", { ...answer, ceremony: own.ceremony })).status).toBe(410);
  page.said.length = 0;

  const keys = page.locator("section").filter({ has: page.getByRole("heading", { name: "패스키" }) });
  await keys.getByRole("button", { name: "끊기" }).click();
  await expect(page.locator(".studio__done")).toContainText("끊었습니다");
  await leave();
  await page.goto(`${street}/en/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert")).toContainText("of no account here");
  page.said.length = 0;
});
