import { Controller, Get, Header, Inject } from '@nestjs/common';
import { INSTALLATION, type Installation } from './installation.js';
import { openApi } from './openapi.js';

/** What a browser finds first, until there is a console; and the description of the API. */
@Controller()
export class StartController {
  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  @Get('api/openapi.json')
  openApi(): object {
    return openApi(this.installation.references.all());
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async start(): Promise<string> {
    const { demo, runner } = this.installation;
    const { state } = await runner.status();
    return page({ demo, ...HEALTH[state] });
  }
}

interface Shown {
  readonly demo: boolean;
  readonly en: string;
  readonly zh: string;
}

/** How the read side stands, in both languages. */
const HEALTH = {
  idle: { en: 'up to date', zh: '已是最新' },
  behind: { en: 'catching up', zh: '正在更新' },
  parked: {
    en: 'up to date, except for clues that wait for a retry',
    zh: '除待重试的线索外已是最新',
  },
  dead: { en: 'stopped: answers are old', zh: '已停止，查询结果不是最新' },
} as const;

function page({ demo, en, zh }: Shown): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cluetrail · 问题线索</title>
</head>
<body>
<main>
<h1>Cluetrail <span lang="zh-CN">问题线索</span></h1>
${demo ? '<p><strong>DEMO <span lang="zh-CN">演示数据</span></strong></p>\n' : ''}<section>
<p>The server is running; its read side is ${en}. <a href="/health/ready">Health</a></p>
<p>The API is described at <a href="/api/openapi.json">/api/openapi.json</a>. Every other call needs a token:
<code>Authorization: Bearer TOKEN</code>.</p>
<p>Try: <code>npm run -s cluetrail -- query overdue</code>, <code>npm run -s cluetrail -- --help</code></p>
</section>
<section lang="zh-CN">
<p>服务器运行中，读取端${zh}。<a href="/health/ready">健康状态</a></p>
<p>接口说明见 <a href="/api/openapi.json">/api/openapi.json</a>；其余调用均须令牌：<code>Authorization: Bearer TOKEN</code>。</p>
<p>试试：<code>npm run -s cluetrail -- query overdue</code>、<code>npm run -s cluetrail -- --help</code></p>
</section>
</main>
</body>
</html>
`;
}
