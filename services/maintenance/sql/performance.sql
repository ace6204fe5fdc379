-- name: list_verdicts
-- What was found of each suspicion, with what each version of the models said of it, first and a day before it failed.
with verdict as (
    select
        w.id, w.machine, w.mode, w.place, w.outcome, w.found, w.cost,
        case when w.found = 'failed' then coalesce(w.failed_at, w.created_at) end as failed_at,
        least(
            case when w.found = 'failed' then coalesce(w.failed_at, w.created_at) end, w.started_at, w.closed_at
        ) as seen_at,
        coalesce(
            (
                select max(b.closed_at) from work_order b
                where b.machine = w.machine and b.mode = w.mode and b.place = w.place and b.repaired
                    and b.closed_at < w.created_at
            ),
            '-infinity'
        ) as begun_at
    from work_order w
    where w.state = 'closed' and w.mode is not null
), said as (
    select
        v.id, f.role, f.life_model, f.life_version, f.diagnosis_model, f.diagnosis_version, min(f.at) as first_at,
        max(f.id) filter (where f.life_h is not null and f.at <= v.failed_at - interval '1 day') as judged
    from verdict v
    join forecast f
        on f.machine = v.machine and f.mode = v.mode and f.place = v.place and f.at > v.begun_at and f.at <= v.seen_at
    group by v.id, f.role, f.life_model, f.life_version, f.diagnosis_model, f.diagnosis_version
)
select
    v.id as order, s.role, s.life_model, s.life_version, s.diagnosis_model, s.diagnosis_version, v.outcome, v.found,
    v.cost, extract(epoch from v.seen_at - s.first_at)::double precision / 3600 as lead_h, j.low_h, j.high_h,
    (
        select max(l.operating_h) from forecast l where l.machine = v.machine and l.at <= v.failed_at
    ) - j.operating_h as lived_h
from said s
join verdict v on v.id = s.id
left join forecast j on j.id = s.judged
order by v.id, s.role, s.life_version;

-- name: list_standing
-- Of how many suspicions each version of the models tells at present.
select
    o.role, coalesce(part -> 'rests_on' -> 'life' ->> 'name', '') as life_model,
    coalesce(part -> 'rests_on' -> 'life' ->> 'version', '') as life_version,
    coalesce(part -> 'rests_on' -> 'diagnosis' ->> 'name', '') as diagnosis_model,
    coalesce(part -> 'rests_on' -> 'diagnosis' ->> 'version', '') as diagnosis_version, count(*) as suspicions
from outlook o
cross join lateral json_array_elements(o.document -> 'forecasts') as part
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5;
