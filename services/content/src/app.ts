import { defineService } from '@siteninja/service';
import { navigationRoutes } from './navigation/navigation.routes';
import { aiRoutes } from './ai/ai.routes';
import { aiCredits } from './ai/credit.model';
import { refundCredits } from './ai/credits';
import { aiGenerations } from './ai/generation.model';
import { assetProjection } from './pages/asset.consumers';
import { assets } from './assets/asset.projection';
import { bundleRoutes, internalBundleRoutes } from './bundles/bundle.routes';
import { sweepBundles } from './bundles/spool';
import { contentConfig } from './config';
import { openPorts } from './ports';
import { deliveryRoutes, internalSiteRoutes } from './delivery/delivery.routes';
import { pageVersions } from './sites/page-version.model';
import { pages } from './sites/page.model';
import { pageRoutes } from './pages/page.routes';
import { seoRoutes } from './pages/seo.routes';
import { versionRoutes } from './pages/version.routes';
import { activations } from './sites/activation.model';
import { navigationItems } from './sites/navigation-item.model';
import { crawlers } from './sites/crawlers.model';
import { locations } from './sites/location.projection';
import { redirects } from './sites/redirect.model';
import { releases } from './sites/release.model';
import { previewRoutes } from './previews/preview.routes';
import { pruneSites } from './releases/prune-site.jobs';
import { releaseRoutes } from './releases/release.routes';
import { expireSubmissions } from './forms/expire-submissions';
import { forms } from './forms/form.model';
import { formRoutes } from './forms/form.routes';
import { notifyOfSubmission } from './forms/notify.jobs';
import { submissions } from './forms/submission.model';
import { fireSchedule } from './schedules/fire-schedule';
import { publishRoutes } from './schedules/publish.routes';
import { scheduleRoutes } from './schedules/schedule.routes';
import { schedules } from './sites/schedule.model';
import { sectionTypeRoutes } from './section-types/section-type.routes';
import { sectionRoutes } from './sections/section.routes';
import { crawlersRoutes } from './crawlers/crawlers.routes';
import { redirectRoutes } from './redirects/redirect.routes';
import { eraseSite } from './sites/erase-site';
import { followLater } from './sites/follow-release';
import { hosts } from './sites/host.projection';
import { sites } from './sites/site.model';
import { tenantPlans } from './sites/tenant-plan.projection';
import { seedTemplates } from './templates/template';
import { templates } from './templates/template.model';
import { internalTemplateRoutes, templateRoutes } from './templates/template.routes';
import { askIndustries, scheduleIndustries } from './tenants/industry.jobs';
import { planProjection, siteProjection } from './tenants/tenant.consumers';

/** What the sites say, and how visitors see it: pages, sections, templates, releases and their delivery. */
export const contentService = defineService({
  name: 'content',
  config: contentConfig,
  routes: {
    pages: [...pageRoutes, ...versionRoutes, ...publishRoutes],
    seo: seoRoutes,
    navigation: navigationRoutes,
    redirects: redirectRoutes,
    crawlers: crawlersRoutes,
    sections: [...sectionRoutes, ...sectionTypeRoutes],
    releases: releaseRoutes,
    previews: previewRoutes,
    schedules: scheduleRoutes,
    forms: formRoutes,
    bundles: bundleRoutes,
    ai: aiRoutes,
    templates: templateRoutes,
    delivery: deliveryRoutes,
    internal: [...internalTemplateRoutes, ...internalSiteRoutes, ...internalBundleRoutes],
  },
  collections: [
    pages,
    pageVersions,
    navigationItems,
    redirects,
    crawlers,
    releases,
    activations,
    schedules,
    forms,
    submissions,
    sites,
    locations,
    tenantPlans,
    aiCredits,
    aiGenerations,
    hosts,
    templates,
    assets,
  ],
  consumers: [siteProjection, planProjection, assetProjection],
  jobs: [
    refundCredits,
    fireSchedule,
    followLater,
    ...pruneSites,
    expireSubmissions,
    notifyOfSubmission,
    sweepBundles,
    askIndustries,
  ],
  eraseSteps: [eraseSite],
  ports: openPorts,
  seed: async (ctx) => {
    await seedTemplates(ctx);
    await scheduleIndustries(ctx);
  },
});
