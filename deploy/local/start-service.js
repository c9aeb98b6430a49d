'use strict';
// `npm run start:service -- content`: one service (or the gateway) in a process of its own.
const { build, requireNode } = require('./build');

requireNode();
build().then(() => require('./dist/start-service.js'));
