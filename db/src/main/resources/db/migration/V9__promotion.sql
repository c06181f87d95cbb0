-- Where channels have pointed to: no rule moves a channel to where it was taken back from.
create table channel_move (
    id         bigint generated always as identity primary key,
    channel_id bigint not null references channel,
    -- Null: to nothing.
    package_id bigint references package,
    at         timestamptz not null,
    who        text not null,
    reason     text
);
create index channel_move_of on channel_move (channel_id, id desc);
insert into channel_move (channel_id, package_id, at, who)
    select id, package_id, now(), 'system' from channel where package_id is not null;

-- What exactly is asked for, so that it can be done once enough have agreed.
alter table approval add column details text[] not null default '{}';
