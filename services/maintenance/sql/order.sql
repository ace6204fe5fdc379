-- name: list_orders
-- The visible work orders, newest first, behind the last one of the page before.
select
    id, machine, mode, place as where, title, state, created_at, assignee, scheduled_for, started_at, closed_at,
    cancelled_at, forecast, outcome, other_mode, found, failed_at, repaired, labour_h, downtime_h, cost, remark
from work_order
where (%(machine)s::text is null or machine = %(machine)s)
    and (%(assignee)s::text is null or assignee = %(assignee)s)
    and (%(mode)s::text is null or mode = %(mode)s)
    and (%(state)s::text is null or state = %(state)s
        or (%(state)s = 'unfinished' and state in ('open', 'scheduled', 'started')))
    and (%(before)s::bigint is null or id < %(before)s)
order by id desc
limit %(limit)s;

-- name: get_order
-- One work order with the advice that it follows.
select
    id, machine, mode, place as where, title, state, created_at, assignee, scheduled_for, started_at, closed_at,
    cancelled_at, forecast, outcome, other_mode, found, failed_at, repaired, labour_h, downtime_h, cost, remark,
    advice::text as advice
from work_order
where id = %(id)s;

-- name: lock_order
-- One work order for whoever is about to change it, and whether its machine is the caller's to see at this moment.
select
    id, machine, mode, place as where, title, state, created_at, assignee, scheduled_for, started_at, closed_at,
    cancelled_at, forecast, outcome, other_mode, found, failed_at, repaired, labour_h, downtime_h, cost, remark,
    access.sees(machine, now(), 'health') as held
from work_order
where id = %(id)s
for update;

-- name: make_order
-- Make a work order where the machine is visible at this moment, and nothing elsewhere.
insert into work_order (machine, mode, place, title, state, created_at, forecast, advice)
select %(machine)s, %(mode)s, %(place)s, %(title)s, 'open', %(now)s, %(forecast)s, %(advice)s::jsonb
where access.sees(%(machine)s, %(now)s, 'health')
returning id;

-- name: lock_part
-- Who makes work orders on one suspicion takes turns until their transactions end.
select pg_advisory_xact_lock(hashtextextended(%(part)s::text, 0));

-- name: find_unfinished
-- The visible work order on a suspicion that is not finished.
select id, state from work_order
where machine = %(machine)s and mode = %(mode)s and place = %(place)s
    and state in ('open', 'scheduled', 'started');

-- name: list_unfinished
-- The work orders on machines that are not finished.
select id, machine, mode, place as where, state, scheduled_for
from work_order
where machine = any(%(machines)s) and mode is not null and state in ('open', 'scheduled', 'started')
order by id;

-- name: assign_order
-- Say who does the work.
update work_order set assignee = %(assignee)s where id = %(id)s;

-- name: schedule_order
-- Say when the work is done.
update work_order set state = 'scheduled', scheduled_for = %(scheduled_for)s where id = %(id)s;

-- name: start_order
-- The work begins.
update work_order set state = 'started', started_at = %(now)s where id = %(id)s;

-- name: cancel_order
-- The work is not done.
update work_order set state = 'cancelled', cancelled_at = %(now)s where id = %(id)s;

-- name: close_order
-- The work is done; keep what was found.
update work_order set
    state = 'closed', closed_at = %(now)s, outcome = %(outcome)s, mode = coalesce(mode, %(mode)s),
    other_mode = %(other_mode)s, found = %(found)s, failed_at = %(failed_at)s, repaired = %(repaired)s,
    labour_h = %(labour_h)s, downtime_h = %(downtime_h)s, cost = %(cost)s, remark = %(remark)s
where id = %(id)s;

-- name: keep_turn
-- Keep what somebody did about a work order.
insert into order_turn (work_order, at, kind, by, by_name, text, assignee, scheduled_for)
values (%(order)s, %(at)s, %(kind)s, %(by)s, %(by_name)s, %(text)s, %(assignee)s, %(scheduled_for)s);

-- name: list_turns
-- What happened to a work order, in order of time.
select at, kind, by, by_name, text, assignee, scheduled_for from order_turn where work_order = %(order)s order by id;

-- name: list_labels
-- The visible verdicts, oldest first, behind the last one of the page before.
select
    w.id as order, w.machine, w.mode, w.place as where, w.outcome,
    case w.outcome when 'confirmed' then w.mode when 'other_cause' then w.other_mode end as true_mode,
    w.found, case when w.found = 'failed' then coalesce(w.failed_at, w.created_at) end as failed_at, w.repaired,
    w.created_at, w.started_at, w.closed_at, w.forecast, f.probability, f.operating_h, f.diagnosis_version,
    nullif(f.life_version, '') as life_version
from work_order w
left join forecast f on f.id = w.forecast
where w.state = 'closed' and (%(behind)s::bigint is null or w.id > %(behind)s)
order by w.id
limit %(limit)s;
