-- name: keep_look
-- Keep that a machine was looked at.
insert into look as l (machine, looked)
values (%(machine)s, int8multirange(int8range(%(slot)s::bigint, %(slot)s::bigint + 1)))
on conflict (machine) do update set looked = l.looked + excluded.looked
where not l.looked @> excluded.looked;

-- name: list_known
-- The problems that were ever found on a machine.
select source, name from sighting where machine = %(machine)s order by source, name;

-- name: keep_sighting
-- Keep how bad a problem was found to be: 0 is not at all, null that nobody could tell.
insert into sighting as s (machine, source, name, info, warning, critical, blind)
select
    %(machine)s, %(source)s, %(name)s, case when %(level)s::int >= 1 then here else none end,
    case when %(level)s::int >= 2 then here else none end, case when %(level)s::int >= 3 then here else none end,
    case when %(level)s::int is null then here else none end
from (values (int8multirange(int8range(%(slot)s::bigint, %(slot)s::bigint + 1)), '{}'::int8multirange)) given (here, none)
on conflict (machine, source, name) do update set
    info = s.info + excluded.info, warning = s.warning + excluded.warning, critical = s.critical + excluded.critical,
    blind = s.blind + excluded.blind
where not (s.info @> excluded.info and s.warning @> excluded.warning and s.critical @> excluded.critical
    and s.blind @> excluded.blind);

-- name: list_handovers
-- The moments at which somebody began or ceased to see a machine's data, in order.
select unnest(access.handovers(%(machine)s)) as at;

-- name: get_evidence
-- The evidence on a problem within some slots.
select
    (l.looked - s.blind) * within as looked, s.info * within as info, s.warning * within as warning,
    s.critical * within as critical
from sighting s
join look l on l.machine = s.machine
cross join int8multirange(int8range(%(begin)s::bigint, %(end)s::bigint)) as within
where s.machine = %(machine)s and s.source = %(source)s and s.name = %(name)s;

-- name: find_alert
-- The alert of a problem while nobody began or ceased to see the machine.
select
    id, machine, source, name, state, severity, present, sentence, next_step, raised_at, first_seen, last_seen,
    count, times, assignee, snoozed_until, resolved_at, held_from
from alert
where machine = %(machine)s and source = %(source)s and name = %(name)s and held_from = %(held_from)s
for update;

-- name: lock_alert
-- One alert, for whoever is about to change it.
select
    id, machine, source, name, state, severity, present, sentence, next_step, raised_at, first_seen, last_seen,
    count, times, assignee, snoozed_until, resolved_at, held_from
from alert
where id = %(id)s
for update;

-- name: keep_alert
-- Keep an alert as it stands.
insert into alert (
    machine, source, name, held_from, state, severity, present, sentence, next_step, raised_at, first_seen, last_seen,
    count, times, assignee, snoozed_until, resolved_at
)
values (
    %(machine)s, %(source)s, %(name)s, %(held_from)s, %(state)s, %(severity)s, %(present)s, %(sentence)s,
    %(next_step)s, %(raised_at)s, %(first_seen)s, %(last_seen)s, %(count)s, %(times)s, %(assignee)s, %(snoozed_until)s,
    %(resolved_at)s
)
on conflict (machine, source, name, held_from) do update set
    state = excluded.state, severity = excluded.severity, present = excluded.present, sentence = excluded.sentence,
    next_step = excluded.next_step, raised_at = excluded.raised_at, first_seen = excluded.first_seen,
    last_seen = excluded.last_seen,
    count = excluded.count, times = excluded.times, assignee = excluded.assignee, snoozed_until = excluded.snoozed_until,
    resolved_at = excluded.resolved_at
returning
    id, machine, source, name, state, severity, present, sentence, next_step, raised_at, first_seen, last_seen,
    count, times, assignee, snoozed_until, resolved_at, held_from;

-- name: forget_alert
-- Forget an alert for which the evidence does not suffice, as late evidence says, unless people did something about it.
delete from alert where id = %(id)s and not exists (select from action where alert = %(id)s);

-- name: keep_action
-- Keep what a person did about an alert.
insert into action (alert, at, kind, by, by_name, text, assignee, until)
values (%(alert)s, %(at)s, %(kind)s, %(by)s, %(by_name)s, %(text)s, %(assignee)s, %(until)s);

-- name: list_actions
-- What people did about an alert.
select at, kind, by, by_name, text, assignee, until from action where alert = %(alert)s order by at, id;

-- name: forget_turns
-- Forget the history of an alert, to be written anew.
delete from turn where alert = %(alert)s;

-- name: keep_turn
-- Keep one turn of an alert's history.
insert into turn (alert, number, at, kind, severity, by, by_name, text, assignee, until)
values (
    %(alert)s, %(number)s, %(at)s, %(kind)s, %(severity)s, %(by)s, %(by_name)s, %(text)s, %(assignee)s, %(until)s
);

-- name: list_turns
-- The history of an alert in order of time.
select at, kind, severity, by, by_name, text, assignee, until from turn where alert = %(alert)s order by number;

-- name: list_alerts
-- The visible alerts, the worst first and of these the newest, behind the last one of the page before; or the one named.
with told as (
    select
        id, machine, source, name, severity, present, sentence, next_step, raised_at, first_seen, last_seen, count, times,
        assignee, snoozed_until, resolved_at, case severity when 'critical' then 3 when 'warning' then 2 else 1 end as rank,
        case when state <> 'resolved' and snoozed_until > %(now)s then 'snoozed' else state end as state
    from alert
    where (%(machine)s::text is null or machine = %(machine)s) and (%(id)s::bigint is null or id = %(id)s)
        and (%(severity)s::text is null or severity = %(severity)s)
)
select * from told
where (%(state)s::text is null or state = %(state)s or (%(state)s = 'unresolved' and state <> 'resolved'))
    and (%(rank)s::int is null or (rank, id) < (%(rank)s, %(before)s::bigint))
order by rank desc, id desc
limit %(limit)s;
