-- What each machine's telematics can do, by what it really sends.

create table capability (
    last_time timestamptz not null,
    interval_s real,
    delay_s real,
    hours integer not null,
    machine text collate "C" not null,
    signal text collate "C" not null,
    primary key (machine, signal)
) with (fillfactor = 70);

comment on table capability is 'Which signals a machine has sent of late, how often and how fresh.';
comment on column capability.interval_s is 'Median of the times between values; null where there was only one.';
comment on column capability.delay_s is 'Median of the times from a measurement to its arrival.';
comment on column capability.hours is 'In how many of the hours of its machine''s round it came.';

create table capability_round (
    refreshed_at timestamptz not null,
    since timestamptz not null,
    first_time timestamptz,
    hours integer not null,
    machine text collate "C" primary key
) with (fillfactor = 70);

comment on table capability_round is 'When a machine''s capability was last found out, and from which data.';
comment on column capability_round.since is 'Data from this time on were looked at: a week at most, and none of an earlier holder.';
comment on column capability_round.hours is 'In how many hours anything came.';

-- Ingest may not read who sees what; of that it needs only since when it has been so.
create function held_since(held_machine text) returns timestamptz
language sql stable security definer set search_path = pg_catalog, access, pg_temp
return (
    select max(v.from_time) from access.visibility v
    where v.machine = held_machine and v.standing and v.from_time <= now() and v.to_time > now()
);

-- A machine is due again after as long as it was known, between a minute and `every`, and when its holder changed.
create function capability_due(every interval, most integer) returns setof text
language sql stable security definer set search_path = telemetry, access, public, pg_temp
begin atomic
    select l.machine
    from latest l
    left join capability_round r on r.machine = l.machine
    where r.machine is null
       or r.refreshed_at < now() - least(every, greatest(interval '1 minute', r.refreshed_at - r.first_time))
      and l.received_at > r.refreshed_at
       or exists (
          select from access.visibility v
          where v.machine = l.machine and v.standing and v.from_time > r.refreshed_at and v.from_time <= now()
      )
    order by r.refreshed_at nulls first
    limit most;
end;

revoke execute on function held_since, capability_due from public;
grant execute on function held_since, capability_due to ingest;

-- Seen where all that it was found from may be seen.
create view capability_v1 with (security_barrier) as
select
    r.machine, r.since, r.refreshed_at, r.hours as heard_hours,
    c.signal, c.last_time, c.interval_s, c.delay_s, c.hours
from capability_round r
join visible p on p.machine = r.machine and r.since >= p.from_time and r.refreshed_at < p.to_time
left join capability c on c.machine = r.machine and p.groups & signal_group(c.signal) = signal_group(c.signal)
where p.groups & 255 <> 0;

grant select on capability_v1 to telemetry_reader;
