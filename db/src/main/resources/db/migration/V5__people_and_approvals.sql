-- People who sign in. (The word "user" belongs to PostgreSQL.)
create table account (
    id            bigint generated always as identity primary key,
    name          text not null unique check (name ~ '^[a-z0-9][a-z0-9._@+-]{0,99}$'),
    email         text check (length(email) between 3 and 254),
    -- Argon2id with its parameters; null: no password opens it.
    password_hash text check (password_hash like '$argon2id$%' and length(password_hash) <= 200),
    -- Who vouches for them, and under which name (OpenID Connect).
    issuer        text check (length(issuer) <= 500),
    subject       text check (length(subject) between 1 and 255),
    disabled      timestamptz,
    -- Raised by everything that must end their open sessions.
    epoch         bigint not null default 0,
    created       timestamptz not null,
    created_by    text not null,
    last_sign_in  timestamptz,
    revision      bigint not null default 0,
    unique (issuer, subject),
    check ((issuer is null) = (subject is null))
);

create table account_role (
    account_id     bigint not null references account,
    role           text not null check (role in ('VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN')),
    -- Null: everywhere.
    application_id bigint references application,
    unique nulls not distinct (account_id, application_id)
);

-- A token of a person can never do more than they can, and ends with them.
alter table api_token add column owner_id bigint references account;

-- Links that make the first administrator: used once, short-lived, kept as a hash.
create table admin_link (
    hash    text primary key check (hash ~ '^[0-9a-f]{64}$'),
    created timestamptz not null,
    expires timestamptz not null
);

-- How often somebody tried to sign in lately; the key is a hash of a name, an address or both.
create table sign_in_try (
    key   text primary key check (key ~ '^[0-9a-f]{64}$'),
    tries integer not null,
    since timestamptz not null
);
create index sign_in_try_age on sign_in_try (since);

-- ---------------------------------------------------------------- approvals

-- A change that waits for a second person. The fingerprint says exactly which: an approval for one package is none for another.
create table approval (
    id             bigint generated always as identity primary key,
    application_id bigint references application,
    action         text not null check (length(action) between 1 and 100),
    subject        text not null check (length(subject) between 1 and 200),
    fingerprint    text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
    summary        text not null check (length(summary) between 1 and 2000),
    needed         integer not null check (needed between 1 and 10),
    state          text not null check (state in ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN', 'USED')),
    -- The person behind the request, through whatever token: user/3 or token/7.
    person         text not null,
    requested_by   text not null,
    reason         text check (length(reason) <= 2000),
    created        timestamptz not null,
    expires        timestamptz not null,
    decided        timestamptz,
    revision       bigint not null default 0
);
-- One open request for one change.
create unique index approval_open on approval (action, subject, fingerprint) where state in ('PENDING', 'APPROVED');
create index approval_waiting on approval (expires) where state in ('PENDING', 'APPROVED');

create table approval_vote (
    approval_id bigint not null references approval,
    person      text not null,
    who         text not null,
    approves    boolean not null,
    reason      text check (length(reason) <= 2000),
    at          timestamptz not null,
    primary key (approval_id, person)
);

-- ---------------------------------------------------------------- the audit trail

-- Every row has one successor: the chain cannot fork, whoever writes it and under whatever isolation.
create unique index audit_one_successor on audit (previous_hash);

-- The end of the chain, so that rows taken off its end are missed.
create table audit_head (
    one    boolean primary key default true check (one),
    last   bigint not null,
    length bigint not null,
    hash   text not null check (hash ~ '^[0-9a-f]{64}$')
);
insert into audit_head (last, length, hash)
select coalesce(max(id), 0), count(*),
       coalesce((select hash from audit order by id desc limit 1), repeat('0', 64))
from audit;

-- ---------------------------------------------------------------- sessions

-- Spring Session JDBC's tables for PostgreSQL.
create table spring_session (
    primary_id            char(36) not null primary key,
    -- Wider than theirs: it holds a hash of what the browser has.
    session_id            varchar(64) not null,
    creation_time         bigint not null,
    last_access_time      bigint not null,
    max_inactive_interval int not null,
    expiry_time           bigint not null,
    principal_name        varchar(100)
);
create unique index spring_session_ix1 on spring_session (session_id);
create index spring_session_ix2 on spring_session (expiry_time);
create index spring_session_ix3 on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36) not null references spring_session (primary_id) on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea not null,
    primary key (session_primary_id, attribute_name)
);
