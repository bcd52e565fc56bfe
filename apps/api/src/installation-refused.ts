/** A directory that may not be served as asked. */
export class InstallationRefused extends Error {
  constructor(
    readonly code:
      | 'demo-log'
      | 'not-a-demo'
      | 'may-not-accept-loss'
      | 'procedure-changed'
      | 'in-use'
      | 'keys-behind'
      | 'keys-missing'
      | 'other-store'
      | 'other-log'
      | 'store-file-damaged'
      | 'not-recorded',
    message: string,
  ) {
    super(message);
  }
}
