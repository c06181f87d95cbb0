-- What servers look for by themselves, however many attempts a rollout had and however many hosts are gone.

-- Whether anything of a rollout goes on, every half minute.
create index attempt_under_way on attempt (rollout_id)
    where state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED');

-- Who has been retired for long, every hour.
create index host_retired_since on host (retired) where retired is not null;
