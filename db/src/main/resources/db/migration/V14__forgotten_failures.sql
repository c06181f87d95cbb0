-- Failures that an operator let a host forget: they keep it from no release any more, but stay counted.
alter table attempt add column forgotten boolean not null default false;
