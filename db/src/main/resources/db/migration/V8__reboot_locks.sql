-- Who of a group may be down for a reboot. All that is counted here is counted under the lock of the group's row.

create table lock_group (
    id            bigint generated always as identity primary key,
    -- What hosts say; the characters are those of the FleetLock protocol.
    name          text collate "C" not null unique
                      check (name ~ '^[a-zA-Z0-9.-]{1,100}$' and name not in ('.', '..')),
    description   text not null default '' check (length(description) <= 2000),
    rules         json not null,
    access        text not null default 'OPEN'
                      check (access in ('OPEN', 'TOKEN', 'CERTIFICATE', 'TOKEN_OR_CERTIFICATE')),
    frozen_reason text check (length(frozen_reason) between 1 and 2000),
    -- Hosts that fell back or were given up since it was last resumed.
    failures      integer not null default 0 check (failures >= 0),
    -- Since when more failed than the group may bear.
    spent_since   timestamptz,
    created       timestamptz not null,
    -- Counts changes by people; what is counted changes without it.
    revision      bigint not null default 0
) with (fillfactor = 70);

-- The update groups whose hosts these are; none: those with the same track as the lock group's name.
create table lock_cover (
    lock_group_id bigint not null references lock_group on delete cascade,
    host_group_id bigint not null references host_group,
    primary key (lock_group_id, host_group_id)
);

-- Every host that ever spoke, and the queue. What each request changes is in no index but the queue's own.
create table lock_host (
    group_id      bigint not null references lock_group on delete cascade,
    -- As the host says it: a machine id, or an application-specific one made of it.
    host          text collate "C" not null,
    -- What the fleet knows it by, and when that was looked up.
    machine_id    text,
    resolved      timestamptz not null,
    hostname      text,
    version       text,
    boot_id       text,
    -- The last request that counted; older ones came late or twice.
    seq           bigint not null default 0,
    first_seen    timestamptz not null,
    last_seen     timestamptz not null,
    -- Since when it waits for a slot; null: it does not.
    waiting_since timestamptz,
    rank          integer not null default 0,
    to_version    text,
    -- Its place in the queue is kept so long.
    keep_until    timestamptz,
    -- Something holds this host alone: its place is kept, no slot is kept for it.
    blocked       boolean not null default false,
    -- The one reason it was told.
    kind          text,
    reason        text,
    primary key (group_id, host)
) with (fillfactor = 80);
create index lock_queue on lock_host (group_id, rank desc, waiting_since, host) where waiting_since is not null;

create table lock_slot (
    group_id      bigint not null references lock_group on delete cascade,
    host          text collate "C" not null,
    -- HELD: may be down. OVERDUE: should be back. SETTLING: is back, the slot rests.
    state         text not null check (state in ('HELD', 'OVERDUE', 'SETTLING')),
    -- The boot that goes down; null: the host does not say.
    boot_id       text,
    from_version  text,
    to_version    text,
    -- What the host says it does with it, such as draining or rebooting.
    stage         text,
    since         timestamptz not null,
    -- Its host should be back by then, or say that it still needs it; a settling one is free then.
    until         timestamptz not null,
    last_word     timestamptz not null,
    -- Who took it for the host; null: the host itself.
    taken_by      text,
    primary key (group_id, host)
);

-- What happened to slots: the timeline.
create table lock_event (
    id       bigint generated always as identity primary key,
    group_id bigint not null references lock_group on delete cascade,
    at       timestamptz not null,
    what     text not null check (what in ('GRANTED', 'RENEWED', 'BACK', 'GAVE_BACK', 'FELL_BACK', 'OVERDUE',
                 'RECLAIMED', 'FREED', 'TAKEN', 'FROZEN', 'THAWED', 'SPENT', 'RESUMED')),
    -- Null: it happened to the whole group.
    host     text collate "C",
    who      text not null,
    version  text,
    -- How long the slot was held.
    held_ms  bigint,
    reason   text
);
create index lock_event_of_group on lock_event (group_id, id);
create index lock_event_of_host on lock_event (group_id, host, id) where host is not null;

-- What opens a group, or one host of it.
create table lock_token (
    id         bigint generated always as identity primary key,
    group_id   bigint not null references lock_group on delete cascade,
    -- Null: any host of the group.
    host       text collate "C",
    hash       text not null unique check (hash ~ '^[0-9a-f]{64}$'),
    note       text not null default '' check (length(note) <= 200),
    created    timestamptz not null,
    created_by text not null,
    expires    timestamptz,
    revoked    timestamptz
);
create index lock_token_of_group on lock_token (group_id, id);

-- Machine ids by the ids that zincati makes of them, for hosts that ask under one.
create table lock_alias (
    alias      text collate "C" primary key,
    machine_id text not null
);
create table lock_alias_progress (
    one  boolean primary key default true check (one),
    last bigint not null
);
insert into lock_alias_progress (last) values (0);
