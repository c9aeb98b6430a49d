import { runService } from '@siteninja/service';
import { contentService } from './app';

void runService(contentService, process);
