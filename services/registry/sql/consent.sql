-- name: list_parties
-- The parties, by id.
select id, name, kind
from party
where %(after)s::text is null or id > %(after)s
order by id
limit %(limit)s;

-- name: put_party
-- Creates or replaces a party.
insert into party (id, name, kind) values (%(id)s, %(name)s, %(kind)s)
on conflict (id) do update set name = excluded.name, kind = excluded.kind
returning id, name, kind;

-- name: stand_by_contract
-- Keeps what a customer's contract says, once for each: the manufacturer supports, and the services work, until withdrawn.
insert into consent (customer, recipient, purpose, data_from, from_time, to_time, basis, given_by)
select %(customer)s, s.recipient, s.purpose, '-infinity', '-infinity', 'infinity', 'contract', %(by)s
from (values ('manufacturer', 'support'), ('platform', 'service')) s (recipient, purpose)
where not exists (select from consent c where c.customer = %(customer)s);

-- name: insert_consent
-- Keeps a consent.
insert into consent (customer, machine, recipient, purpose, groups, data_from, from_time, to_time, basis, given_by)
select
    %(customer)s, %(machine)s, %(recipient)s, %(purpose)s, %(groups)s::text[],
    coalesce(%(data_from)s::timestamptz, %(from)s::timestamptz, now()), coalesce(%(from)s::timestamptz, now()),
    coalesce(%(to)s::timestamptz, 'infinity'), %(basis)s, %(by)s
returning id;

-- name: list_consents
-- The visible consents, newest first, with what became of them.
select
    c.id, c.customer, c.machine, c.recipient, c.purpose, c.groups, nullif(c.data_from, '-infinity') as data_from,
    nullif(c.from_time, '-infinity') as "from", nullif(c.to_time, 'infinity') as "to", c.basis, c.given_by, c.given_at,
    w.withdrawn_at, w.withdrawn_by, w.why,
    case
        when w.consent is not null then 'withdrawn'
        when c.to_time <= now() then 'over'
        when c.from_time > now() then 'coming'
        else 'holds'
    end as state
from consent c
left join withdrawal w on w.consent = c.id
where (%(id)s::bigint is null or c.id = %(id)s) and (%(before)s::bigint is null or c.id < %(before)s)
  and (%(customer)s::text is null or c.customer = %(customer)s)
order by c.id desc
limit %(limit)s;

-- name: insert_withdrawal
-- Ends a consent at this moment, once.
insert into withdrawal (consent, withdrawn_by, why) values (%(consent)s, %(by)s, %(why)s)
on conflict (consent) do nothing
returning consent as id;

-- name: has_held
-- Whether a customer has, had or will have a machine.
select exists (
    select from tenure where machine = %(machine)s and customer = %(customer)s
) as found;

-- name: list_access
-- Who sees what of a machine's data, or will: all of it for the times in which the viewers have it, and their own.
select
    v.viewer, v.groups, nullif(v.from_time, '-infinity') as data_from, nullif(v.to_time, 'infinity') as data_to,
    nullif(v.open_from, '-infinity') as open_from, nullif(v.open_to, 'infinity') as open_to
from access.visibility v
where v.machine = %(machine)s and v.open_to > now() and (
    v.viewer = any (access.viewers()) or 'all' = any (access.viewers())
    or exists (
        select from access.visibility o
        where o.machine = v.machine and o.viewer = any (access.viewers()) and starts_with(o.viewer, 'customer:')
          and o.standing and o.from_time < v.to_time and v.from_time < o.to_time
    )
)
order by v.viewer, v.from_time, v.open_from;

-- name: machines_of
-- The machines that a customer has, had or will have, or the one that is named.
select distinct machine from tenure
where customer = %(customer)s and (%(machine)s::text is null or machine = %(machine)s)
order by machine;

-- name: clear_account_parties
-- Forgets for which parties a user acts.
delete from account_party where account = %(account)s;

-- name: insert_account_parties
-- Keeps for which parties a user acts.
insert into account_party (account, party)
select distinct %(account)s::text, unnest(%(parties)s::text[]);
