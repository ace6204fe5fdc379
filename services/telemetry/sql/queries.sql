-- name: list_present
-- The machines that the caller sees at this moment, with what is known of their connection, by id.
select m.machine, m.kind, m.model, m.generation, s.online
from telemetry.machine_v1 m
left join telemetry.state_v1 s on s.machine = m.machine
where m.from_time <= now() and m.to_time > now()
    and (%(after)s::text is null or m.machine > %(after)s)
order by m.machine
limit %(limit)s;

-- name: list_present_named
-- The same of machines that are named, each looked up by itself: who sees what of all others is not asked.
select v.machine, v.kind, v.model, v.generation, v.online
from unnest(%(machines)s::text[]) n (machine)
cross join lateral (
    select m.machine, m.kind, m.model, m.generation, s.online
    from telemetry.machine_v1 m
    left join telemetry.state_v1 s on s.machine = m.machine
    where m.machine = n.machine and m.from_time <= now() and m.to_time > now()
    offset 0
) v
where %(after)s::text is null or v.machine > %(after)s
order by v.machine
limit %(limit)s;

-- name: is_online
-- Whether a machine is connected, as it or its last will said; no row where it never spoke.
select online from telemetry.state_v1 where machine = %(machine)s;

-- name: list_events
-- What machines reported in a period, newest first.
select machine, time, received_at, boot, seq, kind, code, severity, active, text, count
from telemetry.event_v1
where time >= %(from)s and time < %(to)s
    and (%(machine)s::text is null or machine = %(machine)s)
    and (%(kind)s::text is null or kind = %(kind)s)
    and (%(active)s::boolean is null or active = %(active)s)
    and (%(time)s::timestamptz is null
        or (time, machine, boot, seq) < (%(time)s, %(after_machine)s::text, %(boot)s::text, %(seq)s::bigint))
order by time desc, machine desc, boot desc, seq desc
limit %(limit)s;

-- name: list_rejected
-- Which messages were refused in a period, newest first, with the beginning of each.
select id, machine, received_at, reason, detail, topic, payload_bytes, substring(payload for 1000) as payload
from telemetry.reject_v1
where received_at >= %(from)s and received_at < %(to)s
    and (%(machine)s::text is null or machine = %(machine)s)
    and (%(time)s::timestamptz is null or (received_at, id) < (%(time)s, %(id)s::bigint))
order by received_at desc, id desc
limit %(limit)s;
