-- What is kept of machines that speak Sparkplug, so that a restart of ingest costs them nothing.

create table node_birth (
    received_at timestamptz not null,
    bd_seq integer,
    machine text collate "C" not null,
    device text not null,
    payload bytea not null,
    primary key (machine, device)
);

comment on table node_birth is 'The last birth of a node, and of each of its devices: what the aliases of its messages mean.';
comment on column node_birth.device is 'Empty for the node itself, which is the machine.';

create table node_waiting (
    id bigint generated always as identity primary key,
    received_at timestamptz not null,
    machine text collate "C" not null,
    topic text not null,
    payload bytea not null
);

create index on node_waiting (machine, id);

comment on table node_waiting is 'Messages as they came, whose aliases no birth has explained yet.';
