-- What has come of what the machines numbered, and what is missing.

-- A row for each batch and outcome, only ever appended in the batch's own transaction, so that no writer waits for
-- another; housekeeping folds it into `delivery`. Position i of the arrays is a run of numbers of one machine's boot.
create table settled (
    id bigint generated always as identity primary key,
    messages integer not null,
    shard smallint not null,
    outcome text not null,
    reason text,
    machines text[] not null,
    boots text[] not null,
    firsts bigint[] not null,
    lasts bigint[] not null,
    from_ms bigint[] not null,
    to_ms bigint[] not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- The arrays are short-lived: compressing them would cost more than writing them.
alter table settled
    alter machines set storage external, alter boots set storage external,
    alter firsts set storage external, alter lasts set storage external,
    alter from_ms set storage external, alter to_ms set storage external;

comment on table settled is
    'Numbers of messages that ended as stored, rejected or gap, and how many messages these were, repeated ones included.';
comment on column settled.shard is 'Which part of a large fleet the machines of the row are; 0: the fleet has no parts.';

create table delivery (
    from_time timestamptz,
    to_time timestamptz,
    changed_at timestamptz not null,
    waiting_since timestamptz,
    watermark bigint not null,
    stored bigint not null,
    rejected bigint not null,
    machine text collate "C" not null,
    boot text collate "C" not null,
    seqs int8multirange not null,
    lost int8multirange not null,
    primary key (machine, boot)
) with (fillfactor = 60);

comment on table delivery is 'Which numbers of a machine''s boot are settled, and when its messages were measured.';
comment on column delivery.watermark is 'Every number up to this one is settled; -1: not even the first.';
comment on column delivery.waiting_since is 'Since when a number has been missing while later ones are settled.';
comment on column delivery.lost is 'Of `seqs`: declared as a gap, and never come since.';

create table gap (
    from_time timestamptz not null,
    to_time timestamptz not null,
    known_at timestamptz not null,
    from_seq bigint not null,
    to_seq bigint not null,
    machine text collate "C" not null,
    boot text collate "C" not null,
    reason text not null,
    missing int8multirange not null,
    primary key (machine, boot, from_seq, reason)
);

create index on gap (machine, to_time);
create index on gap (machine) where isempty(missing);

comment on table gap is 'Messages that are missing between from_time and to_time: declared lost, or not_arrived yet.';
comment on column gap.missing is 'Which of the numbers from_seq to to_seq, both included, are missing.';

-- How many numbers a multirange holds.
create function seq_count(seqs int8multirange) returns bigint language sql immutable parallel safe
return (select coalesce(sum(upper(r) - lower(r)), 0) from unnest(seqs) r)::bigint;

-- The numbers before the last settled one that are not settled.
create function seq_holes(seqs int8multirange) returns int8multirange language sql immutable parallel safe
return int8multirange(int8range(0, coalesce(upper(seqs), 0))) - seqs;

-- How far a number lies on the way from one to another, from 0 to 1.
create function seq_share(seq bigint, start_seq bigint, end_seq bigint) returns double precision
language sql immutable parallel safe
return least(greatest((seq - start_seq)::double precision / nullif(end_seq - start_seq, 0), 0), 1);

-- Counts of a boot that lies partly in another owner's time are null, and its times end where the visible period does.
create view delivery_v1 with (security_barrier) as
select
    t.machine, t.boot,
    greatest(t.from_time, p.from_time) as from_time, least(t.to_time, p.to_time) as to_time,
    case when w.whole then t.watermark end as watermark,
    case when w.whole then t.stored end as stored,
    case when w.whole then t.rejected end as rejected,
    case when w.whole then seq_count(t.lost) end as lost,
    case when w.whole then seq_count(seq_holes(t.seqs)) end as not_arrived,
    t.waiting_since
from delivery t
join visible p on p.machine = t.machine and t.to_time >= p.from_time and t.from_time < p.to_time
cross join lateral (select t.from_time >= p.from_time and t.to_time < p.to_time as whole) w
where p.groups & 255 <> 0;

create view gap_v1 with (security_barrier) as
select
    t.machine, t.boot,
    greatest(t.from_time, p.from_time) as from_time, least(t.to_time, p.to_time) as to_time,
    t.reason, t.known_at,
    seq_count(t.missing) as messages,
    seq_count(t.missing)::double precision / (t.to_seq - t.from_seq + 1) as share
from gap t
join visible p on p.machine = t.machine and t.to_time >= p.from_time and t.from_time < p.to_time
where p.groups & 255 <> 0;

grant select on delivery_v1, gap_v1 to telemetry_reader;
