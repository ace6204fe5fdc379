-- Work on machines as history, for services that reckon with it: what the viewers of a transaction see, and nothing else.

create view work_v1 with (security_barrier) as
select
    w.machine, w.id as work_order, w.created_at, w.started_at,
    case when w.found = 'failed' then coalesce(w.failed_at, w.created_at) end as failed_at,
    coalesce(w.closed_at, w.cancelled_at) as over_at, w.downtime_h
from work_order w
where access.sees(w.machine, w.created_at, 'health');

comment on view work_v1 is
    'When work orders began and ended. A view is no table: the policy of `work_order` does not hold in it, so it says the same.';
comment on column work_v1.over_at is 'When it was closed or cancelled; null: it goes on.';
comment on column work_v1.downtime_h is 'Hours for which the machine stood, as those said who did the work; null: they did not.';

grant usage on schema maintenance to telemetry_reader;
grant select on work_v1 to telemetry_reader;
