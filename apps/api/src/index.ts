export { createApp } from './app.js';
export { type Installation, InstallationRefused, openInstallation } from './installation.js';
export { applyOrganisation, tokenFor } from './organisation.js';
export { type Serve, serve, type Server } from './serve.js';
