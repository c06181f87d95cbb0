-- A poll that says nothing new finds its row by what it says, which names the host as well: one look into an index of
-- numbers, instead of one into the index of names and another by what that gave.

-- What was kept until now did not name the host: each is looked at closely once more.
alter table host_seen drop column said,
    add column said      bigint,
    -- The next 64 bits, against chance.
    add column said_tail bigint;
create index host_seen_said on host_seen (said);
