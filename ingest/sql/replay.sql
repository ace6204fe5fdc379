-- name: list_refused
-- Messages that are refused, the newest first, without their bytes.
select
    id, received_at, replayed_at, outcome, machine, reason, detail, topic, retain, payload_bytes,
    length(payload) as kept_bytes, encode(sha256, 'hex') as sha256
from reject
where coalesce(outcome, 'rejected') = 'rejected'
    and (%(machine)s::text is null or machine = %(machine)s
        or machine is null and %(machine)s = any(string_to_array(topic, '/')))
    and (%(reason)s::text is null or reason = %(reason)s)
    and (%(since)s::timestamptz is null or received_at >= %(since)s)
order by received_at desc, id desc
limit %(limit)s

-- name: count_refused
-- How many messages were refused since a day, those included of which only the number is kept.
select reason, sum(rejects)::bigint as rejects
from reject_count
where (%(machine)s::text is null or machine = %(machine)s)
    and (%(reason)s::text is null or reason = %(reason)s)
    and (%(since)s::timestamptz is null or day >= %(since)s::timestamptz::date)
group by reason
order by rejects desc, reason

-- name: get_refused
-- One message that was refused, also one that was stored since.
select
    id, received_at, replayed_at, outcome, machine, reason, detail, topic, retain, payload_bytes,
    length(payload) as kept_bytes, encode(sha256, 'hex') as sha256, payload
from reject
where id = %(id)s

-- name: choose_refused
-- The messages to be replayed, in the order in which they came.
select id from reject
where coalesce(outcome, 'rejected') = 'rejected'
    and (%(ids)s::bigint[] is null or id = any(%(ids)s))
    and (%(machine)s::text is null or machine = %(machine)s
        or machine is null and %(machine)s = any(string_to_array(topic, '/')))
    and (%(reason)s::text is null or reason = %(reason)s)
    and (%(since)s::timestamptz is null or received_at >= %(since)s)
order by received_at, id

-- name: take_refused
-- Messages that nobody else replays at this moment, held until the transaction ends.
select id, received_at, reason, detail, topic, retain, payload_bytes, payload
from reject
where id = any(%(ids)s::bigint[]) and coalesce(outcome, 'rejected') = 'rejected'
order by received_at, id
for update skip locked

-- name: note_replayed
-- Remembers what became of a message when it was replayed.
update reject
set replayed_at = now(), outcome = %(outcome)s,
    machine = coalesce(%(machine)s, machine),
    reason = coalesce(%(reason)s, reason), detail = coalesce(%(detail)s, detail)
where id = %(id)s

-- name: forget_readings
-- Makes room for the readings of one message, which had left out values that are taken at present.
delete from reading_row r
using machine_key m, unnest(%(times)s::timestamptz[], %(samples)s::bigint[]) as k (time, sample)
where m.machine = %(machine)s and r.machine = m.key
    and r.time >= k.time and r.time < k.time + interval '1 millisecond'
    -- Of a sample's name the table keeps the lower half.
    and r.sample = (k.sample << 32 >> 32)::integer
    and r.time >= %(first)s and r.time < %(last)s::timestamptz + interval '1 millisecond'
