-- name: note
-- Keeps in the transaction of a batch which numbers it settles.
insert into settled (messages, shard, outcome, reason, machines, boots, firsts, lasts, from_ms, to_ms) values (
    %(messages)s, %(shard)s, %(outcome)s, %(reason)s, %(machines)s::text[], %(boots)s::text[],
    %(firsts)s, %(lasts)s, %(from_ms)s, %(to_ms)s
)

-- name: lock_delivery
-- Whether nobody else folds at the moment; the lock ends with the transaction.
select pg_try_advisory_xact_lock(4203003)

-- name: unfolded
-- What was noted first, and all that waits of the same part of the fleet.
select id, shard, outcome, reason, messages from settled
where shard = (select shard from settled order by id limit 1)
order by id limit %(most)s

-- name: put_declared
-- Keeps the gaps that machines declared; one that is declared anew and longer grows.
insert into gap (machine, boot, from_seq, to_seq, from_time, to_time, known_at, reason, missing)
select
    u.machine, u.boot, u.first, max(u.last), to_timestamp(min(u.from_ms) / 1000.0), to_timestamp(max(u.to_ms) / 1000.0),
    now(), s.reason, int8multirange(int8range(u.first, max(u.last), '[]'))
from settled s
cross join lateral unnest(s.machines, s.boots, s.firsts, s.lasts, s.from_ms, s.to_ms)
    u (machine, boot, first, last, from_ms, to_ms)
where s.id = any(%(ids)s) and s.outcome = 'gap'
group by u.machine, u.boot, u.first, s.reason
on conflict (machine, boot, from_seq, reason) do update set
    to_seq = greatest(gap.to_seq, excluded.to_seq),
    from_time = least(gap.from_time, excluded.from_time),
    to_time = greatest(gap.to_time, excluded.to_time),
    missing = gap.missing + excluded.missing

-- name: refused
-- Which numbers were refused, and why.
select u.machine, u.boot, u.first, u.last, s.reason
from settled s
cross join lateral unnest(s.machines, s.boots, s.firsts, s.lasts) u (machine, boot, first, last)
where s.id = any(%(ids)s) and s.outcome = 'rejected' and u.first <= u.last
order by u.machine, u.boot, u.first

-- name: make_room
-- Lets the rest of the transaction group a large fleet in memory.
select set_config('work_mem', '64MB', true)

-- name: fold
-- Takes away what was noted, adds it to what is known of each boot and of its gaps, and tells how far each is settled.
with taken as (
    delete from settled where id = any(%(ids)s)
    returning outcome, machines, boots, firsts, lasts, from_ms, to_ms
), run as (
    select t.outcome, u.machine, u.boot, int8range(u.first, u.last + 1) as seqs, u.from_ms, u.to_ms
    from taken t
    cross join lateral unnest(t.machines, t.boots, t.firsts, t.lasts, t.from_ms, t.to_ms)
        u (machine, boot, first, last, from_ms, to_ms)
), merged as (
    select
        machine, boot,
        coalesce(range_agg(seqs) filter (where outcome = 'stored'), '{}') as came,
        coalesce(range_agg(seqs) filter (where outcome = 'rejected'), '{}') as refused,
        coalesce(range_agg(seqs) filter (where outcome = 'gap'), '{}') as declared,
        to_timestamp(min(from_ms) filter (where outcome = 'stored' and from_ms >= 0) / 1000.0) as from_time,
        to_timestamp(max(to_ms) filter (where outcome = 'stored' and to_ms >= 0) / 1000.0) as to_time
    from run group by machine, boot
), joined as (
    select
        m.*, d.to_time as known_to, coalesce(d.watermark, -1) as known_mark,
        coalesce(d.seqs, '{}') as known, coalesce(d.lost, '{}') as known_lost,
        coalesce(d.seqs, '{}') + m.came + m.refused + m.declared as seqs,
        m.refused = '{}' and m.declared = '{}' and coalesce(d.lost, '{}') = '{}' as plain
    from merged m
    left join delivery d on d.machine = m.machine and d.boot = m.boot
), counted as (
    select
        j.*,
        -- Almost every boot has one range of numbers, and for that the bounds are enough.
        case when plain then
            case when seqs = '{}' then 0
                when seqs = int8multirange(range_merge(seqs)) then upper(seqs) - lower(seqs)
                else seq_count(seqs) end
            - case when known = '{}' then 0
                when known = int8multirange(range_merge(known)) then upper(known) - lower(known)
                else seq_count(known) end
            else seq_count(came - (known - known_lost)) end as stored,
        case when refused = '{}' then 0 else seq_count(refused - came - (known - known_lost)) end as rejected,
        case when plain then known_lost else known_lost - came - refused + (declared - came - refused - known) end as lost,
        case when not seqs @> 0::bigint then -1
            when seqs = int8multirange(range_merge(seqs)) then upper(seqs) - 1
            else (select upper(r) - 1 from unnest(seqs) r limit 1) end as watermark
    from joined j
), moved as materialized (
    -- The boots of which a gap came, went or changed.
    select
        c.*, seq_holes(c.seqs) as holes, seq_holes(c.seqs) - seq_holes(c.known) as passed,
        coalesce(upper(c.known) - 1, lower(c.seqs)) as start_seq, coalesce(c.known_to, c.from_time, now()) as start_time,
        upper(c.seqs) - 1 as end_seq, coalesce(greatest(c.known_to, c.to_time), now()) as end_time
    from counted c
    where not c.plain or case
        when c.watermark = upper(c.seqs) - 1 and c.known_mark = coalesce(upper(c.known), 0) - 1 then false
        else seq_holes(c.seqs) <> seq_holes(c.known) end
), narrowed as (
    update gap g set missing = case
        when g.reason = 'not_arrived' then g.missing - m.seqs
        else int8multirange(int8range(g.from_seq, g.to_seq, '[]')) * m.lost end
    from moved m
    where g.machine = m.machine and g.boot = m.boot
), passed_over as (
    -- When these were measured follows from their neighbours, in even steps.
    insert into gap (machine, boot, from_seq, to_seq, from_time, to_time, known_at, reason, missing)
    select
        m.machine, m.boot, lower(m.passed), upper(m.passed) - 1,
        m.start_time + seq_share(lower(m.passed) - 1, m.start_seq, m.end_seq) * (m.end_time - m.start_time),
        m.start_time + seq_share(upper(m.passed), m.start_seq, m.end_seq) * (m.end_time - m.start_time),
        now(), 'not_arrived', m.passed
    from moved m
    where m.passed <> '{}'
    on conflict do nothing
), kept as (
    insert into delivery as d (
        machine, boot, from_time, to_time, changed_at, waiting_since, watermark, stored, rejected, seqs, lost
    )
    select
        machine, boot, from_time, to_time, now(), case when watermark < upper(seqs) - 1 then now() end,
        watermark, stored, rejected,
        -- A machine that numbers wildly costs no more than these: what lies beyond is forgotten and may come again.
        case when pg_column_size(seqs) < 70000 then seqs
            else (select range_agg(r) from (select r from unnest(seqs) r limit 4000) lowest) end,
        lost
    from counted
    on conflict (machine, boot) do update set
        from_time = least(d.from_time, excluded.from_time),
        to_time = greatest(d.to_time, excluded.to_time),
        changed_at = excluded.changed_at,
        waiting_since = case
            when excluded.waiting_since is null or excluded.watermark > d.watermark then excluded.waiting_since
            else coalesce(d.waiting_since, excluded.waiting_since) end,
        watermark = excluded.watermark,
        stored = d.stored + excluded.stored,
        rejected = d.rejected + excluded.rejected,
        seqs = excluded.seqs,
        lost = excluded.lost
), total as (
    select
        sum(stored)::bigint as stored, sum(rejected)::bigint as rejected,
        (select sum(seq_count(lost - known_lost))::bigint from moved) as lost
    from counted
)
select c.machine, c.boot, c.watermark, t.stored, t.rejected, t.lost from counted c cross join total t

-- name: close_gaps
-- Forgets gaps of which nothing is missing any more.
delete from gap where isempty(missing)

-- name: changed
-- How far the boots are settled of which something came in the last so many seconds.
select machine, boot, watermark from delivery where changed_at > now() - make_interval(secs => %(seconds)s)

-- name: expire_delivery
-- Forgets boots of which nothing has come for so long that whatever came would be refused as too old.
delete from delivery where changed_at < %(before)s

-- name: expire_gaps
-- Forgets old gaps.
delete from gap where to_time < %(before)s
