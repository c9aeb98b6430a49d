/** Which page of a list, and in what order. */
export interface PaginationQuery {
  /** From 1. */
  page: number;
  limit: number;
  sort: string;
  order: 'asc' | 'desc';
}

export interface Pagination {
  page: number;
  limit: number;
  total: number;
  totalPages: number;
  hasNext: boolean;
  hasPrev: boolean;
}

/** Where a page stands in a list of `total` items. */
export function paginationOf(
  { page, limit }: Pick<PaginationQuery, 'page' | 'limit'>,
  total: number,
): Pagination {
  const totalPages = Math.ceil(total / limit);
  return { page, limit, total, totalPages, hasNext: page < totalPages, hasPrev: page > 1 };
}

/** A larger `limit` is taken as this. */
export const MAX_PAGE_SIZE = 100;

/** Which stretch of a log: what comes after `cursor`, or the newest. */
export interface CursorQuery {
  limit: number;
  cursor?: string;
}

export interface CursorPagination {
  limit: number;
  hasNext: boolean;
  nextCursor: string | null;
}

/** The form of a cursor. Whatever has it is a place in a log, also where no row is. */
export const CURSOR = /^[0-9]{1,13}\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
