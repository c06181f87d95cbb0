-- Attempts with leases, written by the ledger only.

alter table attempt
    -- Whether its end is in the outcomes of its rollout: each host once for each package, by its last end.
    add column counted boolean not null default false;
update attempt set released = changed
    where released is null and state not in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED');
update attempt set released = null where state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED');
update attempt set lease = now() + interval '7 days'
    where lease is null and state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED');
alter table attempt
    add check ((released is null) = (state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED'))),
    add check (lease is not null or state not in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED'));
-- Asked for every host of every batch: nearly always nothing.
create index attempt_fell_back on attempt (host_id) where state = 'FELL_BACK';
-- What the writer of the first version did not count.
delete from host_counter;
insert into host_counter
    select application_id, coalesce(group_id, 0), coalesce(arch, ''), version, state, count(*) from host
    where retired is null group by 1, 2, 3, 4, 5;
