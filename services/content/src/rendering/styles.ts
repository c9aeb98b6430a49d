import { stylesheet } from '../markup/stylesheet';

/** The styles of every page; section types add their own. */
export const BASE_STYLES = stylesheet('rendering/styles/base.css');

/** The header, whose menu is a panel that unfolds; MENU_ROW_STYLES make it a row. */
export const HEADER_STYLES = stylesheet('rendering/styles/header.css');

/** The menu as a row; holds where there is room for it. */
export const MENU_ROW_STYLES = stylesheet('rendering/styles/menu-row.css');

/** Pages with a message alone: not found, coming soon. */
export const MESSAGE_STYLES = stylesheet('rendering/styles/message.css');
