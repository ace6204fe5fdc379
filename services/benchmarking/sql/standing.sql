-- name: list_standings
-- Where machines that the viewers see stood in a quarter, the newest part of it, where their owners still let it be.
select distinct on (machine)
    machine, from_time, to_time, region, model, missing_cycles, cycles, index, low, high, rank_low, rank_high,
    worst_tenth
from standing
where quarter = %(quarter)s and (%(machines)s::text[] is null or machine = any(%(machines)s))
    and access.consented('benchmarking', machine, from_time)
order by machine, from_time desc;

-- name: list_consented
-- Machines of which any data of a moment may be compared.
select machine from access.consented_among('benchmarking', %(machines)s::text[], %(moments)s::timestamptz[]) machine;

-- name: list_typical
-- How machines of the groups that may be told of in a quarter work, where the viewers see a machine in them.
select region, model, habits::text as habits from typical where quarter = %(quarter)s;

-- name: list_own
-- The sums of a machine's weeks in a period that the viewers see.
select whole_week(machine, from_time, to_time, week)::text as week
from machine_week
where machine = %(machine)s and from_time >= %(from)s and from_time < %(to)s and haulage is not null
order by from_time;
