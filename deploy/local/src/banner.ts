import { type Demo } from './demo/demo-file';
import { DEMO_TENANTS } from './demo/tenants';

export interface BannerFacts {
  port: number;
  seconds: number;
  dataFolder: string;
  adapters: Record<string, string>;
  demo: Demo;
}

/** What `npm start` says when all is there. */
export function banner({ port, seconds, dataFolder, adapters, demo }: BannerFacts): string {
  const width = Math.max(...Object.keys(adapters).map((need) => need.length));
  const sites = DEMO_TENANTS.map(({ tenant }, index) => {
    const login = demo.owners[index];
    return [
      `  ${tenant.businessName}`,
      `    site   http://${tenant.subdomain}.localhost:${port}/`,
      `    login  ${login?.email ?? ''}  ${login?.password ?? ''}`,
    ];
  });
  return [
    '',
    `SiteNinja is ready after ${seconds.toFixed(1)} s.`,
    '',
    `  API            http://localhost:${port}/api`,
    `  API reference  http://localhost:${port}/docs`,
    `  status         http://localhost:${port}/status`,
    '',
    ...sites.flat(),
    '',
    '  Platform admin',
    `    login  ${demo.superAdmin.email}  ${demo.superAdmin.password}`,
    '',
    `  Demo API key of ${DEMO_TENANTS[0].tenant.businessName}`,
    `    ${demo.apiKey ?? 'none'}`,
    '',
    '  Served by',
    ...Object.entries(adapters).map(([need, adapter]) => `    ${need.padEnd(width)}  ${adapter}`),
    '',
    `  Everything is kept in ${dataFolder}. Ctrl-C stops it.`,
    '',
  ].join('\n');
}
