-- name: ask_erasure
-- Keeps that a customer's data are to be erased; what was asked before, and not confirmed, is dropped.
with dropped as (
    update erasure set state = 'dropped', finished_at = now()
    where customer = %(customer)s and state in ('counting', 'planned')
    returning id
)
insert into erasure (customer, scope, asked_by)
-- Counted, so that what was asked before is dropped before this is kept.
select %(customer)s, %(scope)s, %(by)s from (select count(*) from dropped) before
returning id;

-- name: erasure_under_way
-- The erasure of a customer's data that is being carried out.
select id from erasure where customer = %(customer)s and state in ('erasing', 'settling');

-- name: list_erasures
-- The visible erasures, newest first, with the rows that were found or erased by table.
select
    e.id, e.customer, e.scope, e.state, e.asked_by, e.asked_at, e.confirmed_by, e.confirmed_at, e.finished_at,
    coalesce(f.found, '{}') as found, coalesce(g.found, '{}') as erased,
    array(select distinct h.machine from access.holding h where h.customer = e.customer order by 1) as machines,
    array(
        select distinct h.machine from access.holding h join access.machine m on m.machine = h.machine
        where h.customer = e.customer and h.from_time <= now() and h.to_time > now() and m.decommissioned_at is null
        order by 1
    ) as still_sending,
    (select count(*) from erased d where d.erasure = e.id and d.pass = e.pass and d.machine <> '') as done
from erasure e
left join lateral (
    select jsonb_object_agg(s.place, s.found order by s.place) as found
    from (
        select r.key as place, sum(r.value::bigint) as found
        from erased d cross join jsonb_each_text(d.found) r
        where d.erasure = e.id and d.pass = 0
        group by r.key
    ) s
) f on true
left join lateral (
    select jsonb_object_agg(s.place, s.found order by s.place) as found
    from (
        select r.key as place, sum(r.value::bigint) as found
        from erased d cross join jsonb_each_text(d.found) r
        where d.erasure = e.id and d.pass > 0
        group by r.key
    ) s
) g on true
where (%(id)s::bigint is null or e.id = %(id)s) and (%(before)s::bigint is null or e.id < %(before)s)
  and (%(customer)s::text is null or e.customer = %(customer)s)
order by e.id desc
limit %(limit)s;

-- name: confirm_erasure
-- Begins an erasure that was counted.
update erasure set state = 'erasing', pass = 1, confirmed_by = %(by)s, confirmed_at = now(), due_at = now()
where id = %(id)s and state = 'planned'
returning id;

-- name: due_erasures
-- The erasures that are to be gone on with.
select id, customer, scope, state, pass, confirmed_at
from erasure
where state in ('counting', 'erasing', 'settling') and due_at <= now()
order by id;

-- name: is_at
-- Whether an erasure is still in a state.
select id from erasure where id = %(id)s and state = %(state)s and pass = %(pass)s;

-- name: next_machines
-- Machines that the customer of an erasure has or had, which this pass has not come to.
select h.machine
from access.holding h
where h.customer = %(customer)s
  and not exists (
      select from erased d where d.erasure = %(id)s and d.pass = %(pass)s and d.machine = h.machine
  )
group by h.machine
order by h.machine
limit 100;

-- name: erase_machine
-- Erases, or only counts, what every table tells of a machine's time with a customer, and tells of each how many rows.
select e.schema || '.' || e.relation as place, access.erase(
    e.schema, e.relation, h.machine, h.from_time,
    -- What a machine goes on to tell is not asked for.
    case when e.schema = 'telemetry' then least(h.to_time, %(until)s) else h.to_time end, %(really)s
) as found
from access.erasable() e
cross join access.holding h
where h.customer = %(customer)s and h.machine = %(machine)s;

-- name: erase_belongings
-- Erases, or only counts, what a customer made that tells of no machine.
select b.schema || '.' || b.relation as place, b.counted as found
from access.erase_belongings(
    %(customer)s, array(select id from site where customer = %(customer)s), %(really)s
) b;

-- name: forget_persons
-- Writes 'erased' for the users of a customer in rows that are not theirs.
select access.forget_persons(array(
    select p.person
    from account a
    cross join lateral (
        values (a.id), ('user:' || a.id), (a.name)
        union all
        select 'key:' || k.id from api_key k where k.account = a.id
    ) p (person)
    where a.customer = %(customer)s
)) as found;

-- name: count_users
-- How many users a customer has.
select count(*) as found from account where customer = %(customer)s;

-- name: forget_keys
-- Deletes the keys of a customer's users.
delete from api_key where account in (select id from account where customer = %(customer)s);

-- name: forget_users
-- Deletes the users of a customer.
delete from account where customer = %(customer)s returning id;

-- name: leave_sites
-- Lets machines have been with a customer, and not where.
update tenure set site = null where customer = %(customer)s and site is not null returning machine;

-- name: forget_sites
-- Deletes the sites of a customer.
delete from site where customer = %(customer)s returning id;

-- name: forget_name
-- Takes a customer's name away; the id stays, by which tenures and consents are told apart.
update customer set name = 'Erased' where id = %(customer)s;

-- name: keep_done
-- Keeps that a machine was done in a pass.
insert into erased (erasure, pass, machine, found) values (%(id)s, %(pass)s, %(machine)s, %(found)s)
on conflict (erasure, pass, machine) do nothing;

-- name: keep_state
-- Goes on to another state.
update erasure set state = %(state)s, pass = %(pass)s, due_at = now() + %(wait)s::interval where id = %(id)s;

-- name: finish_erasure
-- Keeps that an erasure is done, with its receipt.
update erasure
set state = 'erased', finished_at = %(at)s, document = %(document)s, sha256 = %(sha256)s, signature = %(signature)s
where id = %(id)s;

-- name: get_receipt
-- The receipt of an erasure that is done.
select document, sha256, signature from erasure where id = %(id)s and document is not null;
