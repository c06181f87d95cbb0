-- What happened, for people and programs that follow it. Ids are drawn under the lock that orders the audit
-- trail, so that they grow in the order in which rows become visible.
create sequence feed_event_id;
create table feed_event (
    id          bigint primary key,
    at          timestamptz not null,
    kind        text not null check (length(kind) between 1 and 100),
    -- The appid as it was written; null: it touches the whole server.
    application text,
    track       text,
    rollout     uuid,
    -- As programs get it; json, not jsonb: its members keep their order.
    document    json not null
);
create index feed_event_at on feed_event (at);
create index feed_event_of_application on feed_event (application, id);

-- The highest id that was removed by age: who has seen less than that has missed something.
create table feed_end (
    one     boolean primary key default true check (one),
    removed bigint not null
);
insert into feed_end (removed) values (0);

create function feed_grew() returns trigger language plpgsql as $$
begin
    perform pg_notify('platte_feed', '');
    return null;
end $$;
create trigger grew after insert on feed_event for each statement execute function feed_grew();

-- How many frames of its ramp were told.
alter table rollout add column frames_told integer not null default 0;
alter table rollout_history drop constraint rollout_history_what_check;
alter table rollout_history add check (what in ('CREATED', 'PAUSED', 'RESUMED', 'HALTED', 'COMPLETED', 'SUPERSEDED',
    'CANARIES_THROUGH', 'FRAME_REACHED', 'POLICY_CHANGED'));
