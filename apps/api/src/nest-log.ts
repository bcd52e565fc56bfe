import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own words through the one log; it hands over Error objects as messages. */
export function nestLog(log: Logger): LoggerService {
  const at =
    (level: 'debug' | 'warn' | 'error') =>
    (message: unknown, ...more: unknown[]) => {
      const context = more.findLast((one) => typeof one === 'string');
      if (message instanceof Error) log[level]({ err: message, context });
      else log[level]({ context }, String(message));
    };
  return { log: at('debug'), warn: at('warn'), error: at('error') };
}
