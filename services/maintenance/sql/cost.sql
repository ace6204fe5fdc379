-- name: list_sheets
-- The cost sheets of a customer and of everybody.
select customer, make, sheet::text as sheet, set_at, set_by
from cost_sheet
where customer in ('', %(customer)s)
order by customer, make;

-- name: keep_sheet
-- Keep a cost sheet in place of the one before.
insert into cost_sheet (customer, make, sheet, set_at, set_by)
values (%(customer)s, %(make)s, %(sheet)s::jsonb, %(set_at)s, %(set_by)s)
on conflict (customer, make) do update set sheet = excluded.sheet, set_at = excluded.set_at, set_by = excluded.set_by;
