-- name: list_doubts
-- When machines may have been ill: near alerts and, for longer, before what closed work orders found.
select machine, first_seen - interval '1 day' as from_time, coalesce(resolved_at, last_seen) + interval '1 day' as to_time
from alert
union all
select machine, closed_at - interval '10 days', closed_at + interval '1 day' from label where outcome <> 'not_found'
order by 1, 2, 3;

-- name: list_findings
-- What closed work orders found in a time: a failure's mode, null where nothing was found.
select
    machine, closed_at,
    case outcome when 'confirmed' then mode when 'other_cause' then other_mode end as mode
from label
where closed_at >= %(from)s and closed_at < %(to)s and (outcome = 'not_found' or coalesce(other_mode, mode) is not null)
order by machine, closed_at, work_order;
