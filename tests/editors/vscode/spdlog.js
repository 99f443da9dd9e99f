// Stands in for @vscode/spdlog, which is native and would want a compiler: VS Code's log files, written plainly, so that the
// tests can read every word of them.
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const LEVELS = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(_type, _name, file) {
    Object.assign(this, { file, level: 2, plain: false });
    mkdirSync(dirname(file), { recursive: true });
  }

  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.plain = true; }
  setPattern() {}
  flush() {}
  drop() {}
}

LEVELS.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    if (level >= this.level) appendFileSync(this.file, this.plain ? message : `${new Date().toISOString()} [${name}] ${message}\n`);
  };
});

// Each by itself: VS Code imports them by name.
exports.version = 0;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger("", name, file);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
