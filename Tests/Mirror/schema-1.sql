-- A file as the first version of its tables had it: one directory, one user, long ago.
PRAGMA application_id = 1464812627;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    changed_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    directory_id TEXT NOT NULL,
    group_id TEXT,
    user_id TEXT,
    source TEXT NOT NULL,
    event_id TEXT,
    previous TEXT
);
INSERT INTO "changes" VALUES(1,'2026-01-20T12:00:00.000Z','directory','created','directory_01KF3ATEG0GG5PSQ4SZNFGFQEY',NULL,NULL,'first run',NULL,NULL);
CREATE TABLE "directories" (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT, external_key TEXT, domain TEXT, name TEXT, type TEXT, state TEXT,
    created_at TEXT, updated_at TEXT,
    record TEXT NOT NULL
);
INSERT INTO "directories" VALUES('directory_01KF3ATEG0GG5PSQ4SZNFGFQEY','org_01KEZ0SANDB0XF00C0RP000001','0GHaluoSj','foo-corp.com','Foo Corp Okta','okta scim v2.0','active','2026-01-16T12:00:00.000Z','2026-01-16T12:00:00.000Z','{"object":"directory","id":"directory_01KF3ATEG0GG5PSQ4SZNFGFQEY","organization_id":"org_01KEZ0SANDB0XF00C0RP000001","external_key":"0GHaluoSj","type":"okta scim v2.0","state":"active","name":"Foo Corp Okta","domain":"foo-corp.com","created_at":"2026-01-16T12:00:00.000Z","updated_at":"2026-01-16T12:00:00.000Z"}');
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('1');
CREATE TABLE "groups" (
    id TEXT NOT NULL PRIMARY KEY,
    directory_id TEXT NOT NULL REFERENCES "directories" (id) ON DELETE CASCADE,
    organization_id TEXT, idp_id TEXT, name TEXT, created_at TEXT, updated_at TEXT,
    record TEXT NOT NULL
);
CREATE TABLE memberships (
    group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, user_id)
) WITHOUT ROWID;
CREATE TABLE mirror_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    event_cursor TEXT,
    event_cursor_at TEXT,
    caught_up_at TEXT,
    listed_at TEXT,
    last_cycle_at TEXT,
    last_success_at TEXT,
    last_error TEXT,
    last_error_at TEXT,
    listing_due TEXT
);
INSERT INTO "mirror_state" VALUES(1,'event_01KF0FORMER00000000000000A','2026-01-20T12:00:00.000Z','2026-01-20T12:00:00.000Z','2026-01-20T12:00:00.000Z','2026-01-20T12:00:00.000Z','2026-01-20T12:00:00.000Z',NULL,NULL,NULL);
CREATE TABLE staging_directories (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT, external_key TEXT, domain TEXT, name TEXT, type TEXT, state TEXT,
    created_at TEXT, updated_at TEXT,
    record TEXT NOT NULL
);
CREATE TABLE staging_generation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    started_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    event_cursor TEXT,
    event_cursor_at TEXT
);
CREATE TABLE staging_groups (
    id TEXT NOT NULL PRIMARY KEY,
    directory_id TEXT NOT NULL REFERENCES staging_directories (id) ON DELETE CASCADE,
    organization_id TEXT, idp_id TEXT, name TEXT, created_at TEXT, updated_at TEXT,
    record TEXT NOT NULL
);
CREATE TABLE staging_listings (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    directory_id TEXT NOT NULL,
    cursor TEXT,
    is_done INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE staging_memberships (
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (group_id, user_id)
) WITHOUT ROWID;
CREATE TABLE staging_users (
    id TEXT NOT NULL PRIMARY KEY,
    directory_id TEXT NOT NULL REFERENCES staging_directories (id) ON DELETE CASCADE,
    organization_id TEXT, idp_id TEXT, email TEXT, first_name TEXT, last_name TEXT, name TEXT, state TEXT,
    role TEXT, roles TEXT, job_title TEXT, username TEXT, created_at TEXT, updated_at TEXT,
    custom_attributes TEXT,
    record TEXT NOT NULL
);
CREATE TABLE "users" (
    id TEXT NOT NULL PRIMARY KEY,
    directory_id TEXT NOT NULL REFERENCES "directories" (id) ON DELETE CASCADE,
    organization_id TEXT, idp_id TEXT, email TEXT, first_name TEXT, last_name TEXT, name TEXT, state TEXT,
    role TEXT, roles TEXT, job_title TEXT, username TEXT, created_at TEXT, updated_at TEXT,
    custom_attributes TEXT,
    record TEXT NOT NULL
);
INSERT INTO "users" VALUES('directory_user_01KF3AW930Y407SQDMR2105SSS','directory_01KF3ATEG0GG5PSQ4SZNFGFQEY','org_01KEZ0SANDB0XF00C0RP000001','00uWhgXiTuZ2ABpkhYci','ana.abara@foo-corp.com','Former','Abara','Ana Abara','active','admin','[{"slug":"admin"},{"slug":"member"}]',NULL,NULL,'2026-01-16T12:01:00.000Z','2026-01-16T12:01:00.000Z','{"department":"Engineering","employeeId":"E-10000","display_name":"Ana Abara","job_title":"Software Engineer","cost_center_name":"CC-400","addresses":[{"type":"work","street_address":"12 Harbour Road","locality":"Wellington","region":"Wellington","postal_code":"6011","country":"NZ","primary":true}],"manager":{"id":null,"name":null,"levels":0},"employment_start_date":"2010-01-01","isContractor":false,"seat":1,"fte":1.0,"nickname":null,"languages":["en","日本語"]}','{"object":"directory_user","id":"directory_user_01KF3AW930Y407SQDMR2105SSS","directory_id":"directory_01KF3ATEG0GG5PSQ4SZNFGFQEY","organization_id":"org_01KEZ0SANDB0XF00C0RP000001","idp_id":"00uWhgXiTuZ2ABpkhYci","email":"ana.abara@foo-corp.com","first_name":"Former","last_name":"Abara","name":"Ana Abara","emails":[],"job_title":null,"username":null,"state":"active","raw_attributes":{},"custom_attributes":{"department":"Engineering","employeeId":"E-10000","display_name":"Ana Abara","job_title":"Software Engineer","cost_center_name":"CC-400","addresses":[{"type":"work","street_address":"12 Harbour Road","locality":"Wellington","region":"Wellington","postal_code":"6011","country":"NZ","primary":true}],"manager":{"id":null,"name":null,"levels":0},"employment_start_date":"2010-01-01","isContractor":false,"seat":1,"fte":1.0,"nickname":null,"languages":["en","日本語"]},"created_at":"2026-01-16T12:01:00.000Z","updated_at":"2026-01-16T12:01:00.000Z","role":{"slug":"admin"},"roles":[{"slug":"admin"},{"slug":"member"}]}');
CREATE INDEX changes_by_user ON changes (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX changes_by_group ON changes (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX groups_by_directory ON groups (directory_id);
CREATE INDEX users_by_directory ON users (directory_id);
CREATE INDEX users_by_email ON users (email);
CREATE INDEX memberships_by_user ON memberships (user_id);
CREATE INDEX staging_listings_open ON staging_listings (directory_id, kind) WHERE is_done = 0;
COMMIT;
