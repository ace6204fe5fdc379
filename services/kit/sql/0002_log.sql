-- Who read what of whose data: an append-only log, a chain of hashes for each owner, and whose data a machine's were when.

create table holding (
    machine text collate "C" not null references machine,
    customer text collate "C" not null,
    from_time timestamptz not null,
    to_time timestamptz not null,
    primary key (machine, from_time),
    check (from_time < to_time)
);

create index on holding (customer);

comment on table holding is 'Whose data a machine''s are of [from_time, to_time): at a moment it is one customer''s, or nobody''s.';

-- What was read is noted a moment later, when whoever read it may see it no more.
create table visibility_before (like visibility, ended_at timestamptz not null default clock_timestamp());

create index on visibility_before (machine, viewer);
create index on visibility_before (ended_at);

comment on table visibility_before is 'What was seen until a moment ago: rows of `visibility` that were there within the hour.';

create function keep_before() returns trigger language plpgsql security definer set search_path = pg_catalog, access, pg_temp as $$
begin
    delete from visibility_before where ended_at < clock_timestamp() - interval '1 hour';
    insert into visibility_before select * from ended where viewer <> 'erasure';
    return null;
end
$$;

create trigger keep_before after delete on visibility referencing old table as ended
for each statement execute function keep_before();

create table log_note (
    owner text collate "C" not null,
    hour timestamptz not null,
    reader text collate "C" not null,
    rights text collate "C" not null,
    service text collate "C" not null,
    path text collate "C" not null,
    about text collate "C" not null,
    machines text[] not null,
    groups integer not null,
    data_from timestamptz,
    data_to timestamptz,
    first_at timestamptz not null,
    last_at timestamptz not null,
    reads bigint not null,
    primary key (owner, hour, reader, rights, service, path, about)
);

comment on table log_note is 'What was read in an hour that is not over: nothing is taken back, and it is sealed behind the hour.';
comment on column log_note.rights is 'As which viewers it was read; the database asked their rights.';
comment on column log_note.about is 'The one machine of which something was read, or nothing: several at a time.';
comment on column log_note.data_from is 'Null: no time was asked for, but what was newest, or all that there was.';

create table log (
    owner text collate "C" not null,
    number bigint not null,
    hour timestamptz not null,
    machines text[] not null,
    document text not null,
    previous text not null,
    sha256 text not null,
    primary key (owner, number)
);

create index on log (owner, hour);

comment on table log is
    'The chain of each owner: sha256 is of `previous`, a line feed and `document`, and `previous` the sha256 of number - 1.';
comment on column log.machines is 'As in the document, to find it by.';

create table log_head (
    owner text collate "C" not null,
    number bigint not null,
    sha256 text not null,
    signed_at timestamptz not null default now(),
    document text not null,
    signature text not null,
    primary key (owner, number)
);

comment on table log_head is 'How a chain stood when the registry signed it.';

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise insufficient_privilege using message = 'the log of access is only ever appended to';
end
$$;

create trigger refuse_change before update or delete or truncate on log for each statement execute function refuse_change();
create trigger refuse_change before update or delete or truncate on log_head for each statement execute function refuse_change();

-- Notes reads: of every machine to the customer whose data were read, as far as the reader's rights reached then. What
-- somebody reads of their own is not noted. The service is the role that is connected, whatever it says.
create function note_reads(reads jsonb) returns void
language sql security definer set search_path = pg_catalog, access, pg_temp
begin atomic
    insert into access.log_note as n
    select
        h.customer, date_trunc('hour', now()), r.reader, r.rights, replace(regexp_replace(session_user, '^svc_', ''), '_', '-'),
        r.path, r.about, array_agg(distinct h.machine order by h.machine), bit_or(v.groups & r.groups),
        min(greatest(r.data_from, h.from_time, v.from_time)) filter (where r.data_from is not null),
        max(least(r.data_to, h.to_time, v.to_time)) filter (where r.data_to is not null),
        min(r.first_at), max(r.last_at), max(r.reads)
    from jsonb_to_recordset(reads) r (
        reader text, rights text, path text, about text, machines text[], groups integer,
        data_from timestamptz, data_to timestamptz, first_at timestamptz, last_at timestamptz, reads bigint
    )
    cross join lateral unnest(r.machines) m (machine)
    join access.holding h on h.machine = m.machine collate "C"
    join lateral (
        select s.from_time, s.to_time, s.groups, s.open_from, s.open_to
        from access.visibility s
        where s.machine = h.machine and s.viewer = any (string_to_array(r.rights, ',') collate "C")
        union all
        select b.from_time, b.to_time, b.groups, b.open_from, b.open_to
        from access.visibility_before b
        where b.machine = h.machine and b.viewer = any (string_to_array(r.rights, ',') collate "C") and b.ended_at >= r.first_at
    ) v on v.groups & r.groups <> 0 and v.open_from <= r.last_at and v.open_to > r.first_at
       and tstzrange(v.from_time, v.to_time) && tstzrange(h.from_time, h.to_time) * tstzrange(r.data_from, r.data_to, '[]')
    where 'customer:' || h.customer <> all (string_to_array(r.rights, ','))
    group by h.customer, r.reader, r.rights, r.path, r.about
    on conflict (owner, hour, reader, rights, service, path, about) do update set
        machines = array(select distinct unnest(n.machines || excluded.machines) order by 1),
        groups = n.groups | excluded.groups,
        data_from = least(n.data_from, excluded.data_from), data_to = greatest(n.data_to, excluded.data_to),
        first_at = least(n.first_at, excluded.first_at), last_at = greatest(n.last_at, excluded.last_at),
        reads = n.reads + excluded.reads;
end;

create function group_names(bits integer) returns text[] language sql immutable parallel safe
return array(
    select g.name from unnest(array[
        'engine', 'fuel', 'hydraulics', 'payload', 'driveline', 'crusher', 'position', 'events',
        'health', 'production', 'benchmark'
    ]) with ordinality g (name, place)
    where bits & (1 << (g.place::integer - 1)) <> 0
);

-- An entry as it is kept: its text is what is hashed, so it is written once and never anew.
create function log_document(note log_note, number bigint) returns text
language sql stable set search_path = pg_catalog, access, pg_temp set timezone = 'UTC'
return json_build_object(
    'owner', note.owner, 'number', number, 'hour', note.hour, 'reader', note.reader,
    'rights', string_to_array(note.rights, ','), 'service', note.service, 'path', note.path,
    'machines', note.machines, 'groups', access.group_names(note.groups),
    'data_from', nullif(note.data_from, '-infinity'), 'data_to', nullif(note.data_to, 'infinity'),
    'first_at', note.first_at, 'last_at', note.last_at, 'reads', note.reads
)::text;

-- Appends what was read in hours that are over to the chains of its owners, and returns these.
create function seal_log() returns setof text
language plpgsql security definer set search_path = pg_catalog, access, pg_temp as $$
declare
    note log_note;
    before record;
    written text;
begin
    perform pg_advisory_xact_lock(4203003);
    for note in
        with due as (delete from log_note where hour < date_trunc('hour', now()) returning *)
        select * from due order by hour, owner, first_at, reader, rights, service, path, about
    loop
        select l.number, l.sha256 into before from log l where l.owner = note.owner order by l.number desc limit 1;
        before.number := coalesce(before.number, 0);
        before.sha256 := coalesce(before.sha256, repeat('0', 64));
        written := log_document(note, before.number + 1);
        insert into log values (
            note.owner, before.number + 1, note.hour, note.machines, written, before.sha256,
            encode(sha256(convert_to(before.sha256 || E'\n' || written, 'UTF8')), 'hex')
        );
        return next note.owner;
    end loop;
end
$$;

alter table log enable row level security;
create policy seen on log for select using ('all' = any (access.viewers()) or 'customer:' || owner = any (access.viewers()));
alter table log_note enable row level security;
create policy seen on log_note for select
using ('all' = any (access.viewers()) or 'customer:' || owner = any (access.viewers()));
alter table log_head enable row level security;
create policy seen on log_head for select
using ('all' = any (access.viewers()) or 'customer:' || owner = any (access.viewers()));
create policy signed on log_head for insert with check ('all' = any (access.viewers()));

revoke execute on function seal_log() from public;
grant execute on function seal_log() to svc_registry;
grant execute on function note_reads(jsonb), group_names(integer) to public;
grant select on log, log_note, log_head to svc_registry;
grant insert on log_head to svc_registry;
grant select, insert, update, delete on holding to svc_registry;
