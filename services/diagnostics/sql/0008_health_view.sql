-- Health as history, for services that reckon with it: what the viewers of a transaction see, and nothing else.

-- In its first twelve judged hours nothing is said of a machine (models/diagnosis/alarm.py: STARTUP_HOURS).
create view health_v1 with (security_barrier) as
select
    v.machine, to_timestamp(v.hour * 3600.0) as from_time, case when v.judged > 12 then v.health end as health, v.log_odds
from verdict v
where (select 'worker' = any (access.viewers()))
    or access.sees(v.machine, to_timestamp(v.hour * 3600.0), 'health');

comment on view health_v1 is
    'Health (0 to 100, null: still learning) of each judged hour. A view is no table: the policy of `verdict` does not hold in it, so it says the same.';
comment on column health_v1.log_odds is 'Natural logarithm of the odds that anything is wrong: models/diagnosis/health.py says how sure that is.';

grant usage on schema diagnostics to telemetry_reader;
grant select on health_v1 to telemetry_reader;
