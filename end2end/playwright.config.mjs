import { defineConfig } from "@playwright/test";
import { find } from "./browser.mjs";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  // Each test has its own server, so tests share nothing. Two cores: two at a time.
  fullyParallel: true,
  workers: 2,
  // A test that only passes at the second try is a bug in it or in Weft.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: find(),
      args: [
        // Root in a container has no user namespaces to sandbox with.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        // Containers give 64 MB of shared memory, on which Chromium crashes.
        "--disable-dev-shm-usage",
        // The tests talk to this machine and to nothing else.
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
      ],
    },
  },
});
