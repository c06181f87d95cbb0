-- Who of one group has been silent since which day: a group of many with few silent hosts was read whole.
create index host_silent_in_group on host (application_id, coalesce(group_id, 0), seen_on, machine_id) where retired is null;
