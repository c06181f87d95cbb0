-- What each host last sent that was more than a sighting, word for word.

create table host_request (
    host_id      bigint primary key references host,
    at           timestamptz not null,
    replica      text not null,
    applications integer not null,
    bytes        integer not null,
    -- The first 16 KiB, packed; compressing it again would be in vain.
    body         bytea not null
) with (fillfactor = 70);
alter table host_request alter column body set storage external;
