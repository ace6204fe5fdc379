-- name: list_health
-- The health of a machine in the judged hours of a period, in order of time.
select
    to_timestamp(hour * 3600.0) as hours, health::double precision as health, log_odds::double precision as log_odds, alarm,
    suspect
from verdict
where machine = %(machine)s and hour >= %(from)s::int and hour < %(to)s::int
order by hour;
