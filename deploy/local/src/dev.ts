// `npm run dev` restarts this whenever a compiled file changes: the gateway routes by the document, and the build
// that usually writes it does not run then.
import './write-openapi';
import './main';
