-- Failures of a rollout by cause, without its other attempts: what went wrong is few of many.
create index attempt_failed on attempt (rollout_id, state, error_code, id desc)
    where state in ('FAILED', 'FELL_BACK', 'TIMED_OUT');
