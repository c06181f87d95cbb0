-- PostgreSQL 15 or later. Enums are stored by their names; times are timestamptz; hashes are lower-case hex.
-- `revision` counts the changes of a row: it is the row's ETag and the guard against lost updates.

-- ---------------------------------------------------------------- catalogue

create table application (
    id          bigint generated always as identity primary key,
    appid       text not null check (length(appid) between 1 and 256),
    -- The form appids are compared in: no surrounding braces, lower case.
    appid_key   text not null unique check (length(appid_key) between 1 and 256),
    name        text not null unique check (length(name) between 1 and 100),
    description text not null default '' check (length(description) <= 2000),
    created     timestamptz not null,
    revision    bigint not null default 0
);

create table trusted_key (
    id             bigint generated always as identity primary key,
    application_id bigint not null references application,
    fingerprint    text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
    name           text not null check (length(name) between 1 and 100),
    pem            text not null check (length(pem) <= 8192),
    added          timestamptz not null,
    revoked        timestamptz,
    revoked_reason text check (length(revoked_reason) <= 2000),
    revision       bigint not null default 0,
    unique (application_id, fingerprint),
    check ((revoked is null) = (revoked_reason is null))
);

create table package (
    id               bigint generated always as identity primary key,
    application_id   bigint not null references application,
    arch             text not null check (length(arch) between 1 and 32),
    version          text not null check (length(version) between 1 and 128),
    -- Sorts as versions do: numbers by value, a pre-release before its release.
    version_order    text collate "C" not null,
    notes            text not null default '' check (length(notes) <= 100000),
    -- Base addresses where the payload files also lie, in the order hosts try them.
    mirrors          text[] not null default '{}' check (cardinality(mirrors) <= 16),
    state            text not null default 'DRAFT' check (state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
    withdrawn_reason text check (length(withdrawn_reason) between 1 and 2000),
    created          timestamptz not null,
    published        timestamptz,
    withdrawn        timestamptz,
    -- Changes of its files, so that they count in the revision too.
    files            integer not null default 0,
    revision         bigint not null default 0,
    unique (application_id, arch, version),
    unique (id, application_id, arch),
    check ((state = 'WITHDRAWN') = (withdrawn_reason is not null)),
    check ((state = 'WITHDRAWN') = (withdrawn is not null))
);
create index package_in_order on package (application_id, arch, version_order);

-- One file of a package: the full payload, or a delta from one other package.
create table payload (
    id                bigint generated always as identity primary key,
    package_id        bigint not null references package,
    kind              text not null check (kind in ('FULL', 'DELTA')),
    source_package_id bigint references package,
    sha256            text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    sha1              text not null check (sha1 ~ '^[0-9a-f]{40}$'),
    size              bigint not null check (size > 0),
    file_name         text not null check (file_name ~ '^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$'),
    signed_by         text[] not null default '{}',
    added             timestamptz not null,
    unique nulls not distinct (package_id, source_package_id),
    check ((kind = 'DELTA') = (source_package_id is not null))
);
create index payload_sha256 on payload (sha256);

create table channel (
    id             bigint generated always as identity primary key,
    application_id bigint not null references application,
    arch           text not null check (length(arch) between 1 and 32),
    name           text not null check (length(name) between 1 and 100),
    package_id     bigint,
    created        timestamptz not null,
    revision       bigint not null default 0,
    unique (application_id, arch, name),
    unique (id, application_id, arch),
    -- A channel points only to a package of its own application and architecture.
    foreign key (package_id, application_id, arch) references package (id, application_id, arch)
);

create table floor (
    id             bigint generated always as identity primary key,
    channel_id     bigint not null,
    package_id     bigint not null,
    application_id bigint not null,
    arch           text not null,
    reason         text not null check (length(reason) between 1 and 2000),
    created        timestamptz not null,
    unique (channel_id, package_id),
    foreign key (channel_id, application_id, arch) references channel (id, application_id, arch),
    foreign key (package_id, application_id, arch) references package (id, application_id, arch)
);

-- ---------------------------------------------------------------- rollout

create table host_group (
    id                    bigint generated always as identity primary key,
    application_id        bigint not null references application,
    -- What a host may say instead of the track.
    uid                   uuid not null unique,
    track                 text not null check (length(track) between 1 and 256),
    description           text not null default '' check (length(description) <= 2000),
    -- The channel by name: its architectures are rows of their own.
    channel               text not null check (length(channel) between 1 and 100),
    paused                boolean not null default false,
    paused_reason         text check (length(paused_reason) <= 2000),
    poll_interval_seconds integer check (poll_interval_seconds between 60 and 86400),
    created               timestamptz not null,
    revision              bigint not null default 0,
    unique (application_id, track),
    check (paused = (paused_reason is not null))
);

-- ---------------------------------------------------------------- the catalogue's version

create table catalog_version (
    one     boolean primary key default true check (one),
    version bigint not null
);
insert into catalog_version (version) values (1);

-- A trigger and not the verbs, so that no change can forget to tell the servers, a hand-made one included.
create function catalog_changed() returns trigger language plpgsql as $$
begin
    update catalog_version set version = version + 1;
    perform pg_notify('platte_catalog', '');
    return null;
end $$;

create trigger changed after insert or update or delete or truncate on application
    for each statement execute function catalog_changed();
create trigger changed after insert or update or delete or truncate on package
    for each statement execute function catalog_changed();
create trigger changed after insert or update or delete or truncate on payload
    for each statement execute function catalog_changed();
create trigger changed after insert or update or delete or truncate on channel
    for each statement execute function catalog_changed();
create trigger changed after insert or update or delete or truncate on floor
    for each statement execute function catalog_changed();
create trigger changed after insert or update or delete or truncate on host_group
    for each statement execute function catalog_changed();

-- ---------------------------------------------------------------- fleet

-- No length checks on what hosts say: one bad host would take a whole batch of polls down with it. The writer clips.
-- No index on last_seen, state or boot_id: what every poll changes must stay a heap-only update.
create table host (
    id             bigint generated always as identity primary key,
    application_id bigint not null references application,
    machine_id     text collate "C" not null,
    group_id       bigint references host_group,
    track          text not null,
    version        text not null,
    board          text,
    arch           text,
    boot_id        text,
    oem            text,
    alias          text,
    aleph          text,
    ip             text,
    first_seen     timestamptz not null,
    last_seen      timestamptz not null,
    state          text not null check (state in ('UNKNOWN', 'GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED',
                       'COMPLETE', 'FAILED', 'FELL_BACK', 'TIMED_OUT')),
    state_since    timestamptz not null,
    last_error     bigint,
    last_error_at  timestamptz,
    unique (application_id, machine_id)
) with (fillfactor = 80);
create index host_of_group on host (group_id, machine_id);
create index host_at_version on host (application_id, version, machine_id);

-- One host being moved. At most one is open for a host.
create table attempt (
    id              bigint generated always as identity primary key,
    host_id         bigint not null references host,
    group_id        bigint references host_group,
    package_id      bigint not null references package,
    from_version    text not null,
    granted_boot_id text,
    state           text not null check (state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED', 'COMPLETE',
                        'FAILED', 'FELL_BACK', 'TIMED_OUT')),
    granted         timestamptz not null,
    changed         timestamptz not null,
    error_code      bigint
) with (fillfactor = 80);
create unique index attempt_open on attempt (host_id)
    where state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED');
create index attempt_of_host on attempt (host_id, granted desc);

-- (at, poll_id, ordinal) makes writing the same poll twice harmless.
create table event (
    at               timestamptz not null,
    poll_id          uuid not null,
    ordinal          integer not null,
    host_id          bigint not null,
    group_id         bigint,
    type             integer not null,
    result           integer not null,
    error_code       bigint,
    version          text,
    previous_version text,
    primary key (at, poll_id, ordinal)
) partition by range (at);
create index event_of_host on event (host_id, at desc);
-- Catches what no day's partition takes, so that a late clean-up never loses an event.
create table event_default partition of event default;

-- Makes the partitions of the days from yesterday to `ahead` days from now, and drops those older than `keep` days.
create function event_partitions(now_ timestamptz, ahead integer, keep integer)
    returns table (made integer, dropped integer) language plpgsql as $$
declare
    today date := (now_ at time zone 'UTC')::date;
    day date;
    part text;
begin
    perform pg_advisory_xact_lock(5075461, 1);
    made := 0;
    dropped := 0;
    for day in select generate_series(today - 1, today + ahead, interval '1 day')::date loop
        part := 'event_' || to_char(day, 'YYYYMMDD');
        if to_regclass(part) is null then
            execute format('create table %I (like event including defaults including constraints)', part);
            -- Rows that came before their partition move into it.
            execute format('with late as (delete from event_default where at >= %L and at < %L returning *) '
                'insert into %I select * from late',
                day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC', part);
            execute format('alter table event attach partition %I for values from (%L) to (%L)',
                part, day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
            made := made + 1;
        end if;
    end loop;
    for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'event'::regclass and c.relname ~ '^event_[0-9]{8}$'
            and to_date(substr(c.relname, 7), 'YYYYMMDD') < today - keep
    loop
        execute format('drop table %I', part);
        dropped := dropped + 1;
    end loop;
    delete from event_default where at < (today - keep)::timestamp at time zone 'UTC';
    return next;
end $$;

-- What could not be understood, for the operator to look at; the writer keeps the newest hundred.
create table malformed_request (
    id           bigint generated always as identity primary key,
    at           timestamptz not null,
    ip           text not null,
    content_type text,
    reason       text not null,
    body         bytea not null
);

-- Applications and groups that hosts ask for and nobody made; the writer stops adding at a thousand.
create table unknown_ask (
    kind        text not null check (kind in ('APPLICATION', 'GROUP')),
    application text not null,
    track       text not null,
    asked       bigint not null,
    first_asked timestamptz not null,
    last_asked  timestamptz not null,
    last_ip     text,
    last_host   text,
    primary key (kind, application, track)
);

-- ---------------------------------------------------------------- access

create table api_token (
    id         bigint generated always as identity primary key,
    name       text not null check (length(name) between 1 and 100),
    hash       text not null unique check (hash ~ '^[0-9a-f]{64}$'),
    role       text not null check (role in ('VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN')),
    -- What the token is limited to; empty: everything its role may.
    scopes     text[] not null default '{}' check (cardinality(scopes) <= 64),
    created    timestamptz not null,
    created_by text not null,
    expires    timestamptz,
    last_used  timestamptz,
    revoked    timestamptz,
    revision   bigint not null default 0
);

create table audit (
    id            bigint generated always as identity primary key,
    at            timestamptz not null,
    who           text not null,
    token_id      bigint,
    verb          text not null,
    subject       text not null,
    -- json, not jsonb: the hash is over the text as written.
    before        json,
    after         json,
    reason        text,
    request_id    text,
    previous_hash text not null check (previous_hash ~ '^[0-9a-f]{64}$'),
    hash          text not null unique check (hash ~ '^[0-9a-f]{64}$')
);
create index audit_of_subject on audit (subject, id desc);

-- Answers to POSTs that carried an Idempotency-Key, to be given again.
create table idempotent_answer (
    caller       text not null,
    key          text not null check (length(key) between 1 and 200),
    request_hash text not null,
    -- Null while the first request is still being worked on.
    status       integer,
    location     text,
    etag         text,
    content_type text,
    body         text,
    at           timestamptz not null,
    primary key (caller, key)
);
create index idempotent_answer_age on idempotent_answer (at);
