import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: process.env.BENCH_FOLDER + '/results',
  workers: 1,
  timeout: 0,
  expect: { timeout: 5000 },
  reporter: 'line',
  use: {
    actionTimeout: 5000,
    navigationTimeout: 5000,
    deviceScaleFactor: 2,
    ignoreHTTPSErrors: true,
    launchOptions: { executablePath: process.env.BENCH_BROWSER },
    locale: 'ru-RU',
    proxy: { server: process.env.BENCH_PROXY! },
    screenshot: 'on',
    timezoneId: 'Europe/Moscow',
    trace: 'on',
    viewport: { width: 1280, height: 800 },
  },
});
