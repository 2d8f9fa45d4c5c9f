// Journeys through the street, in the system's own Chromium, against the real program on a freshly seeded demo street.
import { defineConfig } from "@playwright/test";

export const PORT = Number(process.env.GOLMOK_TEST_PORT ?? 18480);

// Changes what shoppers see, and so comes last and alone.
const CHANGING = /(merchant|owner|foreign)\.spec\.js/;

export default defineConfig({
  testDir: ".",
  timeout: 45_000,
  // Two workers for two cores; what shoppers see is only read, so journeys do not disturb one another.
  workers: 2,
  retries: process.env.CI ? 1 : 0,
  reporter: "list",
  globalSetup: "./street.js",
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    launchOptions: {
      executablePath: process.env.GOLMOK_CHROMIUM || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "phone", testIgnore: CHANGING, use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
    { name: "desk", testIgnore: CHANGING, use: { viewport: { width: 1440, height: 900 } } },
    { name: "merchant", testMatch: CHANGING, dependencies: ["phone", "desk"], use: { viewport: { width: 1280, height: 900 } } },
  ],
});
