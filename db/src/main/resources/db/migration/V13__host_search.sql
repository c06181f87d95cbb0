-- What hosts are looked for by. A host's row changes only with what it says (host_seen takes the rest), so these cost polls
-- nothing. Each ends in the machine id: a page is a walk from where the last one ended.

drop index host_of_group;
drop index host_at_version;
-- The counters know which groups, versions and states there are; hosts of any choice of them are found kind by kind.
create index host_of_kind on host (application_id, coalesce(group_id, 0), version, state, machine_id)
    where retired is null;
create index host_by_alias on host (application_id, lower(alias) collate "C", machine_id)
    where alias is not null and retired is null;
create index host_by_address on host (application_id, ip collate "C", machine_id)
    where ip is not null and retired is null;
-- Without the flags, which say how the error was met and not what it was.
create index host_by_error on host (application_id, (last_error & 268435455), machine_id)
    where last_error is not null and retired is null;
create index host_retired on host (application_id, machine_id) where retired is not null;
