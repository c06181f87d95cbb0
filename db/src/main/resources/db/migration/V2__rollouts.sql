-- Rollouts and all that counts for them.

-- ---------------------------------------------------------------- policy

create table group_policy (
    group_id bigint primary key references host_group,
    -- In the words of the API; a group without a row has the usual policy.
    document json not null,
    changed  timestamptz not null,
    revision bigint not null default 0
);
create trigger changed after insert or update or delete or truncate on group_policy
    for each statement execute function catalog_changed();

-- ---------------------------------------------------------------- rollout

-- The move of one group, for one architecture, to one package.
create table rollout (
    id                  bigint generated always as identity primary key,
    -- Salts the order of the hosts, and names the rollout in decisions.
    uid                 uuid not null unique,
    group_id            bigint not null references host_group,
    application_id      bigint not null,
    arch                text not null,
    package_id          bigint not null,
    -- Where the group's last completed rollout had led when this one began.
    previous_package_id bigint references package,
    state               text not null check (state in ('RUNNING', 'PAUSED', 'HALTED', 'COMPLETED', 'SUPERSEDED')),
    state_reason        text check (length(state_reason) <= 2000),
    -- The bound that a halt by rule crossed.
    crossed             json,
    -- ROLLING: where the group is being moved. STABLE: where its last completed rollout led. Null: history.
    place               text check (place in ('ROLLING', 'STABLE')),
    offers_downgrade    boolean not null default false,
    created             timestamptz not null,
    created_by          text not null,
    ended               timestamptz,
    -- Counts changes by people and rules; what is counted below changes without it.
    revision            bigint not null default 0,

    -- What it goes by: the group's policy when it began. Later changes of limits, halt rule and leases are taken over.
    ramp                json not null,
    open_before_us      bigint not null default 0 check (open_before_us >= 0),
    running_since       timestamptz,
    at_once             integer not null check (at_once >= 0),
    per_period          integer not null check (per_period >= 0),
    period_seconds      bigint not null check (period_seconds between 1 and 31622400),
    canaries_needed     integer not null check (canaries_needed >= 0),
    canary_soak_seconds bigint not null check (canary_soak_seconds >= 0),
    halt_allowed        double precision not null check (halt_allowed between 0 and 1),
    halt_sample         integer not null check (halt_sample >= 1),
    halt_confidence     double precision not null,
    lease_seconds       bigint not null check (lease_seconds between 60 and 31622400),
    reboot_lease_seconds bigint not null check (reboot_lease_seconds between 60 and 31622400),

    -- What is counted, under the lock of this row only.
    open_attempts       bigint not null default 0 check (open_attempts >= 0),
    period_start        timestamptz,
    period_granted      bigint not null default 0 check (period_granted >= 0),
    canaries_updated    bigint not null default 0,
    canaries_last       timestamptz,
    updated             bigint not null default 0 check (updated >= 0),
    failed              bigint not null default 0 check (failed >= 0),
    timed_out           bigint not null default 0 check (timed_out >= 0),
    fell_back           bigint not null default 0 check (fell_back >= 0),
    -- What had been counted when it was last resumed from a halt: forgiven.
    base_updated        bigint not null default 0,
    base_failed         bigint not null default 0,
    base_timed_out      bigint not null default 0,
    base_fell_back      bigint not null default 0,

    unique (group_id, arch, place),
    foreign key (package_id, application_id, arch) references package (id, application_id, arch),
    check ((place is not distinct from 'ROLLING') = (state in ('RUNNING', 'PAUSED', 'HALTED'))),
    check (place is distinct from 'STABLE' or state = 'COMPLETED')
) with (fillfactor = 50);
create index rollout_of_group on rollout (group_id, id desc);
create index rollout_of_application on rollout (application_id, id desc);
-- Only what people and rules change concerns the snapshots: counting must not bump the catalogue's version.
create trigger changed after insert or update of revision or delete or truncate on rollout
    for each statement execute function catalog_changed();

-- What channels point to already is what their groups run.
insert into rollout (uid, group_id, application_id, arch, package_id, state, place, created, created_by, ended, ramp,
        running_since, at_once, per_period, period_seconds, canaries_needed, canary_soak_seconds, halt_allowed,
        halt_sample, halt_confidence, lease_seconds, reboot_lease_seconds)
    select gen_random_uuid(), g.id, g.application_id, c.arch, c.package_id, 'COMPLETED', 'STABLE', now(), 'system', now(),
        '{"first":100,"frames":[]}', now(), 2147483647, 2147483647, 3600, 0, 0, 0.05, 5, 0.95, 21600, 604800
    from host_group g join channel c on c.application_id = g.application_id and c.name = g.channel
    where c.package_id is not null;

-- What people and rules did to a rollout.
create table rollout_history (
    id         bigint generated always as identity primary key,
    rollout_id bigint not null references rollout,
    at         timestamptz not null,
    what       text not null check (what in ('CREATED', 'PAUSED', 'RESUMED', 'HALTED', 'COMPLETED', 'SUPERSEDED',
                   'CANARIES_THROUGH', 'POLICY_CHANGED')),
    -- A person or token; `system` where a rule did it.
    who        text not null,
    reason     text,
    facts      json
);
create index rollout_history_of on rollout_history (rollout_id, id);

-- What operators decided for single hosts, until a date.
create table pin (
    application_id bigint not null references application,
    machine_id     text collate "C" not null check (length(machine_id) between 1 and 256),
    -- The package the host is aimed at; null: it stays where it is.
    package_id     bigint references package,
    until          timestamptz not null,
    made_by        text not null,
    reason         text not null check (length(reason) between 1 and 2000),
    made           timestamptz not null,
    revision       bigint not null default 0,
    primary key (application_id, machine_id)
);
create trigger changed after insert or update or delete or truncate on pin
    for each statement execute function catalog_changed();

-- ---------------------------------------------------------------- fleet

alter table attempt
    add column rollout_id bigint references rollout,
    -- Said nothing until then: timed out. By the database's clock, which all replicas share.
    add column lease      timestamptz,
    -- When it gave its slot back: it ended, or the host only waits for its reboot.
    add column released   timestamptz;
alter table attempt drop constraint attempt_state_check;
alter table attempt add constraint attempt_state_check check (state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED',
    'INSTALLED', 'COMPLETE', 'FAILED', 'FELL_BACK', 'TIMED_OUT', 'REPLACED'));
update attempt set released = changed where state not in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED');
update attempt set lease = now() + interval '7 days'
    where state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED');
create index attempt_lease on attempt (lease) where state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED');
create index attempt_of_rollout on attempt (rollout_id, id desc);

alter table host
    add column previous_boot_id text,
    -- How often a boot id came back that had been left: no single machine does that.
    add column boot_returns     integer not null default 0,
    add column duplicate_since  timestamptz,
    -- Not counted any more; it comes back by polling.
    add column retired          timestamptz;
create index host_duplicate on host (application_id, duplicate_since) where duplicate_since is not null;

-- How many hosts are at which version in which state. Moves in the transaction that moves the host.
create table host_counter (
    application_id bigint not null references application,
    -- 0: the host's track names no group.
    group_id       bigint not null,
    -- Empty: the host does not say it.
    arch           text not null,
    version        text not null,
    state          text not null,
    hosts          bigint not null,
    primary key (application_id, group_id, arch, version, state)
) with (fillfactor = 50);
insert into host_counter
    select application_id, coalesce(group_id, 0), coalesce(arch, ''), version, state, count(*) from host group by 1, 2, 3, 4, 5;

-- The counters as they were, for timelines.
create table host_sample (
    at             timestamptz not null,
    application_id bigint not null,
    group_id       bigint not null,
    version        text not null,
    state          text not null,
    hosts          bigint not null,
    primary key (application_id, group_id, at, version, state)
);
create index host_sample_at on host_sample (at);

create table rollout_sample (
    rollout_id    bigint not null references rollout,
    at            timestamptz not null,
    open_attempts bigint not null,
    updated       bigint not null,
    failed        bigint not null,
    timed_out     bigint not null,
    fell_back     bigint not null,
    primary key (rollout_id, at)
);
create index rollout_sample_at on rollout_sample (at);
