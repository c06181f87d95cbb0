-- A timeline of all groups together is read as often as that of one, and adding them up costs as much as there are groups.
-- Such sums are samples of the group -1; group 0 are hosts whose track names no group.
insert into host_sample (at, application_id, group_id, version, state, hosts)
select at, application_id, -1, version, state, sum(hosts) from host_sample group by at, application_id, version, state;
