-- name: known_machines
-- Which machines' messages are taken, and until when.
select machine, decommissioned_at from access.machine

-- name: hear
-- Asks for nothing: what is to be heard comes with the answer.
select

-- name: ask_machines
-- Which of these machines' messages are taken, and until when: for those that were unknown a moment ago.
select machine, decommissioned_at from access.machine where machine = any (%(machines)s::text[])

-- name: insert_event
-- Keeps an event; the same boot and number again is no other event.
insert into event (time, received_at, seq, count, active, machine, boot, kind, code, severity, text)
values (
    %(time)s, %(received_at)s, %(seq)s, %(count)s, %(active)s, %(machine)s, %(boot)s, %(kind)s, %(code)s, %(severity)s,
    %(text)s
)
on conflict (machine, boot, seq) do nothing

-- name: same_event
-- Whether the event that is kept under this boot and number says the same.
select exists (
    select from event
    where machine = %(machine)s and boot = %(boot)s and seq = %(seq)s
        and (time, count, active, kind, code, severity, text)
        is not distinct from (
            %(time)s::timestamptz, %(count)s::integer, %(active)s::boolean, %(kind)s::text, %(code)s::text,
            %(severity)s::text, %(text)s::text
        )
)

-- name: put_state
-- Keeps a machine's state unless it is older than the one that is kept; of equal times the one that came last holds,
-- because a last will bears the time at which its connection began.
insert into state (time, received_at, online, machine, boot, software)
values (%(time)s, %(received_at)s, %(online)s, %(machine)s, %(boot)s, %(software)s)
on conflict (machine) do update set
    time = excluded.time, received_at = excluded.received_at, online = excluded.online, boot = excluded.boot,
    software = coalesce(nullif(excluded.software, ''), state.software)
where excluded.time >= state.time

-- name: count_rejects
-- Counts refused messages of a day and returns how many there are with these.
insert into reject_count (day, machine, reason, rejects)
values (%(day)s, %(machine)s, %(reason)s, %(rejects)s)
on conflict (day, machine, reason) do update set rejects = reject_count.rejects + excluded.rejects
returning rejects

-- name: insert_reject
-- Keeps a refused message as it came.
insert into reject (received_at, machine, reason, detail, topic, retain, payload_bytes, payload, sha256)
values (
    %(received_at)s, %(machine)s, %(reason)s, %(detail)s, %(topic)s, %(retain)s, %(payload_bytes)s, %(payload)s,
    %(sha256)s
)

-- name: expire_events
-- Forgets events before a time.
delete from event where time < %(before)s

-- name: expire_rejects
-- Forgets refused messages before a time.
delete from reject where received_at < %(before)s

-- name: expire_reject_counts
-- Forgets counts of refused messages before a day.
delete from reject_count where day < %(before)s::date

-- name: drop_expired
-- Drops whole chunks of readings, minutes and hours that lie before their times.
select drop_expired(%(readings_before)s, %(minutes_before)s, %(hours_before)s)

-- name: put_keys
-- Gives numbers to machines that have none yet.
insert into machine_key (machine)
select machine from unnest(%(machines)s::text[]) as m (machine) order by machine
on conflict do nothing

-- name: get_keys
-- Under which numbers the readings of machines are kept.
select machine, key from machine_key where machine = any (%(machines)s::text[])
