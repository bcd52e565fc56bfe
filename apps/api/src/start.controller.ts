import { relative, sep } from 'node:path';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { DEMO_PERSONS } from '@cluetrail/clues';
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
    const { demo, directory, runner } = this.installation;
    const { state } = await runner.status();
    return page({ demo, ...HEALTH[state], steps: demo ? demoSteps(directory) : STEPS });
  }
}

interface Shown {
  readonly demo: boolean;
  readonly en: string;
  readonly zh: string;
  readonly steps: readonly Step[];
}

/** How the read side stands, in both languages. */
const HEALTH = {
  idle: { en: 'up to date', zh: '已是最新' },
  behind: { en: 'catching up', zh: '正在更新' },
  parked: {
    en: 'up to date, except for clues that wait for a retry',
    zh: '除待重试的线索外已是最新',
  },
  rebuilding: { en: 'being built anew from the log', zh: '正据日志重建' },
  dead: { en: 'stopped: answers are old', zh: '已停止，查询结果不是最新' },
} as const;

interface Step {
  readonly en: string;
  readonly zh: string;
  readonly command: string;
}

/** Everyone may read this page: it names neither the directory of a production server nor anybody in it. */
const STEPS = tour(' --as PERSON --data DIR', '');

function demoSteps(directory: string): readonly Step[] {
  const near = relative(process.cwd(), directory);
  const told = near.startsWith('..') || near === '' ? directory : near.split(sep).join('/');
  return tour(` --data ${/[^\w./-]/.test(told) ? `'${told}'` : told}`, DEMO_PERSONS.officer);
}

function tour(place: string, officer: string): readonly Step[] {
  const step = (en: string, zh: string, command: string) => ({
    ...{ en, zh, command: `npm run -s cluetrail -- ${command}${place}` },
  });
  return [
    step(
      'Which verifications are overdue?',
      '哪些初步核实已超期？',
      'query overdue --with obligation=verify',
    ),
    step(
      'What waits on my desk, and what may I do with it?',
      '我的待办，以及现在可以办理的操作。',
      `query desk${officer && ` --as ${officer}`}`,
    ),
    step(
      'Why is this due on that day? (CLUE: an id from the first list)',
      '期限为何在这一天？（CLUE 为第一步所列线索的编号）',
      'deadlines CLUE',
    ),
    step('What happened when, and when was it recorded?', '何时发生，何时记录？', 'history CLUE'),
    step('Is the log what it was?', '日志是否完好？', 'verify'),
  ];
}

function page({ demo, en, zh, steps }: Shown): string {
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
${demo ? '<p><strong>DEMO <span lang="zh-CN">演示数据</span></strong></p>\n' : ''}<p>The server is running; its read side is ${en}. <a href="/health/ready">Health</a><br>
<span lang="zh-CN">服务器运行中，读取端${zh}。<a href="/health/ready">健康状态</a></span></p>
<h2>A tour in five steps <span lang="zh-CN">五步导览</span></h2>
<p>In the checkout, in another terminal. <span lang="zh-CN">在项目目录的另一终端中：</span></p>
<ol>
${steps.map(item).join('\n')}
</ol>
<h2>Over HTTP <span lang="zh-CN">接口</span></h2>
<p>The API is described at <a href="/api/openapi.json">/api/openapi.json</a>. Every other call needs a token,
<code>Authorization: Bearer TOKEN</code>: ${demo ? 'the demo printed three when it started' : '<code>npm run -s cluetrail -- person token PERSON</code>'}.<br>
<span lang="zh-CN">接口说明见 <a href="/api/openapi.json">/api/openapi.json</a>；其余调用均须令牌 <code>Authorization: Bearer TOKEN</code>：${demo ? '演示启动时已打印三个' : '<code>npm run -s cluetrail -- person token PERSON</code>'}。</span></p>
<h2>To read on <span lang="zh-CN">文档</span></h2>
<p>In the checkout <span lang="zh-CN">（项目目录中）</span>:</p>
<ul>
<li><code>docs/tutorial.md</code>: the life of a clue over HTTP <span lang="zh-CN">一条线索的全过程</span></li>
<li><code>docs/how-to/</code>: use the API, run in production, write a procedure <span lang="zh-CN">接口使用、部署、编写程序</span></li>
<li><code>docs/reference/</code>: procedure, HTTP, command line <span lang="zh-CN">程序、接口、命令行</span></li>
</ul>
</main>
</body>
</html>
`;
}

function item({ en, zh, command }: Step): string {
  return `<li>${en} <span lang="zh-CN">${zh}</span><pre>${escaped(command)}</pre></li>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
