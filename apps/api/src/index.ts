export { createApp } from './app.js';
export { InstallationRefused } from './begin-log.js';
export { type Installation, openInstallation } from './installation.js';
export { openApi } from './openapi.js';
export { applyOrganisation, tokenFor } from './organisation.js';
export { type Serve, serve, type Server } from './serve.js';
export { serverLog } from './server-log.js';
export { DemoClock } from './demo/demo-clock.js';
export { demoBegins, demoFilledFor, fillDemo, type FillDemo } from './demo/fill-demo.js';
