-- The state file of unify-ls 0.1.0, with a run, a picked component and what was seen of a token. Never changed again.
BEGIN TRANSACTION;
CREATE TABLE component_answers (
    folder TEXT NOT NULL,
    origin TEXT NOT NULL,
    component_id TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    PRIMARY KEY (folder, origin, component_id)) WITHOUT ROWID;
CREATE TABLE component_picks (
    folder TEXT NOT NULL,
    origin TEXT NOT NULL,
    remote TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    component_id TEXT NOT NULL,
    component_name TEXT NOT NULL,
    repository_url TEXT NOT NULL,
    verified INTEGER NOT NULL,
    PRIMARY KEY (folder, origin, remote)) WITHOUT ROWID;
INSERT INTO "component_picks" VALUES('@FOLDER@','@ORIGIN@','github.com/acme/shop-api','11111111-0000-4000-8000-000000000001','22222222-0000-4000-8000-000000000001','shop-api','https://github.com/acme/shop-api.git',1);
CREATE TABLE components (
    folder TEXT NOT NULL,
    origin TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    component_id TEXT NOT NULL,
    component_name TEXT NOT NULL,
    repository_url TEXT NOT NULL,
    PRIMARY KEY (folder, origin)) WITHOUT ROWID;
CREATE TABLE confirmed_components (
    folder TEXT NOT NULL,
    origin TEXT NOT NULL,
    component_id TEXT NOT NULL,
    PRIMARY KEY (folder, origin, component_id)) WITHOUT ROWID;
CREATE TABLE found_components (
    origin TEXT NOT NULL,
    sought TEXT NOT NULL,
    searched_organization TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    component_id TEXT NOT NULL,
    component_name TEXT NOT NULL,
    repository_url TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    PRIMARY KEY (origin, sought, searched_organization)) WITHOUT ROWID;
INSERT INTO "found_components" VALUES('@ORIGIN@','github.com/acme/shop-api','','11111111-0000-4000-8000-000000000001','22222222-0000-4000-8000-000000000001','shop-api','https://github.com/acme/shop-api.git',1795906500263);
CREATE TABLE organization_names (
    origin TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (origin, id)) WITHOUT ROWID;
INSERT INTO "organization_names" VALUES('@ORIGIN@','11111111-0000-4000-8000-000000000001','Acme');
CREATE TABLE runs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL,
    folder TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    component_id TEXT NOT NULL,
    component_name TEXT NOT NULL,
    repository_url TEXT NOT NULL,
    file TEXT NOT NULL,
    branch TEXT NOT NULL,
    commit_id TEXT NOT NULL,
    inputs TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    confirmation TEXT UNIQUE,
    writer TEXT NOT NULL,
    outcome TEXT NOT NULL,
    run_id TEXT NOT NULL DEFAULT '',
    run_url TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    started_at INTEGER,
    ended_at INTEGER,
    ended INTEGER NOT NULL DEFAULT 0,
    error_kind TEXT NOT NULL DEFAULT '',
    error_message TEXT NOT NULL DEFAULT '',
    follower TEXT NOT NULL DEFAULT '',
    followed_until INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '', following_lost TEXT NOT NULL DEFAULT '', hidden INTEGER NOT NULL DEFAULT 0);
INSERT INTO "runs" VALUES(2,'0123456789ab','@ORIGIN@','@FOLDER@','11111111-0000-4000-8000-000000000001','22222222-0000-4000-8000-000000000001','shop-api','https://github.com/acme/shop-api.git','deploy.yaml','main','1104439d933a94be68f712de121257d6814d8f32','[["environment","staging"],["version","1.4"],["replicas","2"],["dry-run","false"]]',1795906500266,NULL,'m5dq0bjaxz0q','started','44444444-0000-4000-8000-000000000001','@ORIGIN@/acme/11111111-0000-4000-8000-000000000001/components/22222222-0000-4000-8000-000000000001/runs/44444444-0000-4000-8000-000000000001','SUCCEEDED',1795906500000,1795906500000,1,'','','',0,'','',0);
CREATE TABLE token_dates (
    origin TEXT NOT NULL PRIMARY KEY,
    saved_at INTEGER NOT NULL,
    expires_at INTEGER,
    warned_on INTEGER) WITHOUT ROWID;
CREATE TABLE tokens (
    origin TEXT NOT NULL PRIMARY KEY,
    changes INTEGER NOT NULL DEFAULT 0,
    seen_token TEXT NOT NULL DEFAULT '',
    may_read INTEGER,
    seen_at INTEGER) WITHOUT ROWID;
INSERT INTO "tokens" VALUES('@ORIGIN@',0,'e741c61f',1,1795906499905);
CREATE INDEX runs_by_folder ON runs (folder, origin, sequence);
CREATE INDEX runs_by_time ON runs (requested_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',2);
COMMIT;
PRAGMA user_version = 7;
