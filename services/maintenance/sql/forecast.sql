-- name: keep_diagnosis
-- Keep the newest diagnosis of a machine, to be scored.
insert into diagnosis as d (machine, at, document)
values (%(machine)s, %(at)s, %(document)s::jsonb)
on conflict (machine) do update set
    at = excluded.at, heard_at = clock_timestamp(), document = excluded.document, scored_with = null
where d.at <= excluded.at and d.document is distinct from excluded.document;

-- name: take_due
-- Diagnoses that were not scored with these models yet, those first that wait longest; nobody else takes them meanwhile.
select machine, document::text as document
from diagnosis
where scored_with is distinct from %(models)s
order by heard_at
limit %(limit)s
for update skip locked;

-- name: mark_scored
-- Remember with which models diagnoses were scored.
update diagnosis set scored_with = %(models)s where machine = any(%(machines)s);

-- name: keep_forecasts
-- Keep forecasts and tell their ids; one that is made again of the same hour by the same models replaces itself.
insert into forecast as f (
    machine, mode, place, role, life_model, life_version, diagnosis_model, diagnosis_version, at, since, data_from,
    data_until, operating_h, probability, life_h, low_h, high_h, told
)
select
    machine, mode, place, role, life_model, life_version, diagnosis_model, diagnosis_version, at, since, data_from,
    data_until, operating_h, probability, life_h, low_h, high_h, told
from jsonb_to_recordset(%(rows)s::jsonb) as given (
    machine text, mode text, place text, role text, life_model text, life_version text, diagnosis_model text,
    diagnosis_version text, at timestamptz, since timestamptz, data_from timestamptz, data_until timestamptz,
    operating_h double precision, probability double precision, life_h double precision, low_h double precision,
    high_h double precision, told jsonb
)
on conflict (machine, mode, place, role, life_version, diagnosis_version, at) do update set
    since = excluded.since, data_from = excluded.data_from, data_until = excluded.data_until,
    operating_h = excluded.operating_h, probability = excluded.probability, life_h = excluded.life_h,
    low_h = excluded.low_h, high_h = excluded.high_h, told = excluded.told
returning id, machine, mode, place, role;

-- name: keep_outlook
-- Keep the answers about machines, each in place of an older one.
insert into outlook as o (machine, role, at, data_from, data_until, document)
select machine, role, at, data_from, data_until, document
from json_to_recordset(%(rows)s::json) as given (
    machine text, role text, at timestamptz, data_from timestamptz, data_until timestamptz, document json
)
on conflict (machine, role) do update set
    at = excluded.at, data_from = excluded.data_from, data_until = excluded.data_until, document = excluded.document
where o.at <= excluded.at;

-- name: forget_challengers
-- Forget what a challenger said of machines of which it says nothing more.
delete from outlook where role = 'challenger' and machine = any(%(machines)s) and not %(challenged)s;

-- name: get_outlooks
-- The answers to several who ask, each as their own viewers see it; null: there is none.
select outlook_of(viewers, machine, role) as document
from unnest(%(viewers)s::text[], %(machines)s::text[], %(roles)s::text[]) with ordinality
    as asked (viewers, machine, role, place)
order by place;

-- name: list_outlooks
-- The answers about several machines.
select document::text as document
from outlook
where machine = any(%(machines)s) and role = 'champion'
order by machine;

-- name: get_forecast
-- One forecast as it was told.
select id, machine, told::text as told from forecast where id = %(id)s;

-- name: lock_outlooks
-- The answers about a machine for whoever is about to change them.
select role, document::text as document from outlook where machine = %(machine)s for update;

-- name: replace_outlook
-- Tell another answer about the same data.
update outlook set document = %(document)s::json where machine = %(machine)s and role = %(role)s;

-- name: forget_diagnosis
-- Forget the diagnosis of a machine that was repaired since.
delete from diagnosis where machine = %(machine)s;

-- name: forget_forecasts
-- Forget forecasts that are so old that no verdict on them is to come, unless a work order followed them.
delete from forecast f
where f.at < %(before)s and not exists (select from work_order w where w.forecast = f.id);
