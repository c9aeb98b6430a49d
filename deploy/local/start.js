'use strict';
// `npm start`: compiles what has changed, then hands over to the compiled main.
const { build, requireNode } = require('./build');

requireNode();
build().then(() => require('./dist/main.js'));
