-- name: note
-- Keeps in the transaction of a batch which numbers it settles.
insert into settled (messages, outcome, reason, machines, boots, firsts, lasts, from_ms, to_ms) values (
    %(messages)s, %(outcome)s, %(reason)s, %(machines)s::text[], %(boots)s::text[],
    %(firsts)s::bigint[], %(lasts)s::bigint[], %(from_ms)s::bigint[], %(to_ms)s::bigint[]
)

-- name: lock_delivery
-- Whether nobody else folds at the moment; the lock ends with the transaction.
select pg_try_advisory_xact_lock(4203003)

-- name: unfolded
-- What was noted first.
select id, outcome, reason, messages from settled order by id limit %(most)s

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

-- name: fold
-- Takes away what was noted, adds it to what is known of each boot, and tells how far each is settled.
-- `moved` says whether any gap may have changed; only then come `holes`, the numbers passed over, and what dates them.
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
        to_timestamp(min(from_ms) filter (where outcome = 'stored') / 1000.0) as from_time,
        to_timestamp(max(to_ms) filter (where outcome = 'stored') / 1000.0) as to_time
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
        case when plain then seq_count(seqs) - seq_count(known) else seq_count(came - (known - known_lost)) end as stored,
        case when refused = '{}' then 0 else seq_count(refused - came - (known - known_lost)) end as rejected,
        case when plain then known_lost else known_lost - came - refused + (declared - came - refused - known) end as lost,
        case when seqs @> 0::bigint then (select upper(r) - 1 from unnest(seqs) r limit 1) else -1 end as watermark
    from joined j
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
)
select
    c.machine, c.boot, c.watermark, c.stored, c.rejected,
    case when plain then 0 else seq_count(c.lost - c.known_lost) end as lost,
    h.moved,
    case when h.moved then seq_holes(c.seqs) - seq_holes(c.known) end as holes,
    case when h.moved then upper(c.known) - 1 end as known_top,
    case when h.moved then c.known_to end as known_to,
    case when h.moved then lower(c.seqs) end as bottom,
    case when h.moved then upper(c.seqs) - 1 end as top,
    case when h.moved then c.from_time end as from_time,
    case when h.moved then greatest(c.known_to, c.to_time) end as to_time
from counted c
cross join lateral (
    select not plain or case
        when c.watermark = upper(c.seqs) - 1 and c.known_mark = coalesce(upper(c.known), 0) - 1 then false
        else seq_holes(c.seqs) <> seq_holes(c.known) end as moved
) h

-- name: put_holes
-- Keeps which numbers were passed over, and about when they were measured.
insert into gap (machine, boot, from_seq, to_seq, from_time, to_time, known_at, reason, missing)
select machine, boot, lower(missing), upper(missing) - 1, from_time, to_time, now(), 'not_arrived', missing
from unnest(
    %(machines)s::text[], %(boots)s::text[], %(from_times)s::timestamptz[], %(to_times)s::timestamptz[],
    %(missing)s::int8multirange[]
) h (machine, boot, from_time, to_time, missing)
on conflict do nothing

-- name: narrow_gaps
-- Takes from the gaps of some boots what has come, or was declared, since.
update gap g set missing = case
    when g.reason = 'not_arrived' then g.missing - d.seqs
    else int8multirange(int8range(g.from_seq, g.to_seq, '[]')) * d.lost end
from unnest(%(machines)s::text[], %(boots)s::text[]) h (machine, boot)
join delivery d on d.machine = h.machine and d.boot = h.boot
where g.machine = h.machine and g.boot = h.boot

-- name: close_gaps
-- Forgets gaps of some boots of which nothing is missing any more.
delete from gap g
using unnest(%(machines)s::text[], %(boots)s::text[]) h (machine, boot)
where g.machine = h.machine and g.boot = h.boot and isempty(g.missing)

-- name: changed
-- How far the boots are settled of which something came in the last so many seconds.
select machine, boot, watermark from delivery where changed_at > now() - make_interval(secs => %(seconds)s)

-- name: expire_delivery
-- Forgets boots of which nothing has come for so long that whatever came would be refused as too old.
delete from delivery where changed_at < %(before)s

-- name: expire_gaps
-- Forgets old gaps.
delete from gap where to_time < %(before)s
