-- Messages to other systems.
create table webhook (
    id              bigint generated always as identity primary key,
    name            text not null unique check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
    url             text not null check (length(url) between 1 and 2000),
    -- Null: events of all applications, and of the whole server.
    application_id  bigint references application,
    -- Kinds of events, or families of them; empty: all.
    kinds           text[] not null default '{}' check (cardinality(kinds) <= 64),
    created         timestamptz not null,
    created_by      text not null,
    disabled        timestamptz,
    disabled_reason text check (length(disabled_reason) <= 2000),
    -- Nothing is sent before.
    due             timestamptz not null,
    -- Since when every try has failed.
    failing_since   timestamptz,
    -- Who sends now, and until when they must have said so again: by the database's clock, which all servers share.
    lease           uuid,
    leased_until    timestamptz,
    revision        bigint not null default 0,
    check ((disabled is null) = (disabled_reason is null))
);

-- What messages are signed with: two while one is exchanged for another.
create table webhook_secret (
    id         bigint generated always as identity primary key,
    webhook_id bigint not null references webhook on delete cascade,
    secret     text not null check (length(secret) between 32 and 200),
    created    timestamptz not null,
    -- Null: until there is another.
    expires    timestamptz
);
create index webhook_secret_of on webhook_secret (webhook_id);

-- What is to be sent, written in the transaction of what it tells; and what came of it.
create table webhook_delivery (
    id         bigint generated always as identity primary key,
    webhook_id bigint not null references webhook on delete cascade,
    -- The same for every try, and for a repetition by hand: receivers know what they have already.
    message    text not null check (length(message) between 1 and 100),
    kind       text not null check (length(kind) between 1 and 100),
    body       text not null,
    state      text not null check (state in ('PENDING', 'DELIVERED', 'GIVEN_UP')),
    created    timestamptz not null,
    tries      integer not null default 0,
    -- Of the last try.
    tried      timestamptz,
    took_ms    bigint,
    status     integer,
    answer     text check (length(answer) <= 1000),
    failure    text check (length(failure) <= 1000)
);
create index webhook_delivery_of on webhook_delivery (webhook_id, id desc);
create index webhook_delivery_pending on webhook_delivery (webhook_id, id) where state = 'PENDING';
