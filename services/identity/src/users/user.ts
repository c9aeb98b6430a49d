import { user } from '@siteninja/contracts';
import { presenter } from '@siteninja/core';

export const presentUser = presenter(user);
