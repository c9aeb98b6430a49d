import { runService } from '@siteninja/http';
import { contentService } from './app';

void runService(contentService, process.env);
