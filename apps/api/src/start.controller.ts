import { Controller, Get, Header, Inject } from '@nestjs/common';
import { INSTALLATION, type Installation } from './installation.js';
import { openApi } from './openapi.js';

/** What a browser finds first, until there is a console; and the description of the API. */
@Controller()
export class StartController {
  private readonly document = openApi();

  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  @Get('api/openapi.json')
  openApi(): object {
    return this.document;
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  start(): string {
    const { demo } = this.installation;
    return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Cluetrail</title></head><body>
<h1>Cluetrail · 问题线索</h1>
${demo ? '<p><strong>DEMO</strong> · 演示数据</p>' : ''}
<p>The API is at <a href="/api/openapi.json">/api/openapi.json</a>; every call but this page and
<a href="/health/ready">/health/ready</a> needs a token. 接口说明见 <a href="/api/openapi.json">/api/openapi.json</a>，
除本页与健康检查外，均须令牌。</p>
<p lang="en">Try it: <code>npm run -s cluetrail -- query overdue</code></p>
</body></html>
`;
  }
}
