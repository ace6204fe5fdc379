-- name: known_nodes
-- What is kept of these machines: a row for each birth, or one without.
select m.machine, m.model, b.device, b.bd_seq, b.payload, w.messages
from access.machine m
left join node_birth b on b.machine = m.machine
cross join lateral (select count(*) as messages from node_waiting w where w.machine = m.machine) w
where m.machine = any (%(machines)s::text[])
order by m.machine, b.device

-- name: put_birth
-- Keeps a birth in place of the one before.
insert into node_birth (received_at, bd_seq, machine, device, payload)
values (%(received_at)s, %(bd_seq)s, %(machine)s, %(device)s, %(payload)s)
on conflict (machine, device) do update
set received_at = excluded.received_at, bd_seq = excluded.bd_seq, payload = excluded.payload

-- name: forget_devices
-- Forgets the births of a node's devices: the node's own birth begins anew.
delete from node_birth where machine = %(machine)s and device <> ''

-- name: let_wait
-- Keeps a message as it came until a birth explains it.
insert into node_waiting (received_at, machine, topic, payload)
values (%(received_at)s, %(machine)s, %(topic)s, %(payload)s)

-- name: waiting
-- The messages of a machine that wait, in the order in which they came.
select id, received_at, topic, payload from node_waiting
where machine = %(machine)s and id > %(after)s
order by id
limit %(limit)s

-- name: let_go
-- Forgets messages that waited, because they are stored or refused.
delete from node_waiting where id = any (%(ids)s::bigint[])

-- name: count_waiting
-- How many messages of a machine wait.
select count(*) from node_waiting where machine = %(machine)s

-- name: waiting_too_long
-- Messages that no birth has explained for too long, oldest first.
select id, received_at, machine, topic, payload from node_waiting
where received_at < %(before)s
order by id
limit %(limit)s
