-- What people noted about machines. A note is seen by those who see the machine's data of the time of the note.

create table note (
    id bigint generated always as identity primary key,
    machine text collate "C" not null,
    written_at timestamptz not null default now(),
    author text not null,
    text text not null,
    engine_hours_h double precision
);

create index on note (machine, id);

alter table note enable row level security;
create policy seen on note using (access.sees(machine, written_at)) with check (access.sees(machine, written_at));
