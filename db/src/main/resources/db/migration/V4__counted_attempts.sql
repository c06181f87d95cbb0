-- Whether an end of this host is counted already must not be looked for among all attempts of its rollout.
create index attempt_counted on attempt (host_id) where counted;
