"""Which tracks do the machines of a site drive?"""

from dataclasses import dataclass, field, replace

import numpy as np

from models.machines import Kind
from simulators.atlas import Atlas
from simulators.fleet import Fleet, Machine, Site
from simulators.fleet.geography import Array
from simulators.kinds.excavator import rake, swing
from simulators.kinds.wheel_loader import clean_up, load_truck
from simulators.route import node_place
from simulators.track import stand
from simulators.work.digger import PASS_S, TIDY_S
from simulators.work.place import bay, end_of, parking
from simulators.work.post import CarrierPost, CrusherPost, DiggerPost, Post, TruckPost
from simulators.work.survey import Survey

# Trucks in a queue keep so many metres from one another.
_GAP_M = 15.0


@dataclass
class Layout:
    """A site's tracks and who drives which; machines are misused, and stand for small reasons, so many times as
    often as is typical.
    """

    site: Site
    misuse: float = 0.0
    stops: float = 0.0
    atlas: Atlas = field(default_factory=Atlas)
    posts: list[Post] = field(default_factory=list)


def lay_out(fleet: Fleet, site: Site) -> Layout:
    """Return the layout of a site of the fleet; raise `NoWay` where roads are missing."""
    layout = Layout(site, fleet.misuse, fleet.stops)
    models = {model.id: model for model in fleet.models}
    machines = [machine for machine in fleet.machines if machine.site == site.id]
    for number, machine in enumerate(machines):
        model = models[machine.model]
        rank = sum(other.works_at == machine.works_at for other in machines[:number])
        survey = Survey(site, layout.atlas, model)
        post = _post(survey, machine, bay(site, number), rank % 3)
        if fleet.misuse and isinstance(post, TruckPost | CarrierPost):
            post = replace(post, stray=survey.stray(bay(site, number)))
        layout.posts.append(post)
    layout.atlas.bind()
    return layout


def _post(survey: Survey, machine: Machine, rest: Array, rank: int) -> Post:
    match survey.model.kind:
        case Kind.HAUL_TRUCK:
            return _truck(survey, machine, rest, 12.0 + _GAP_M * rank)
        case Kind.EXCAVATOR:
            return _excavator(survey, machine)
        case Kind.WHEEL_LOADER if machine.dumps_at is None:
            return _loader(survey, machine, rest)
        case Kind.WHEEL_LOADER:
            return _carrier(survey, machine, rest)
        case Kind.CRUSHER:
            place = node_place(survey.site, machine.works_at) + np.array([9.0, 5.0, 0.0])
            return CrusherPost(machine, survey.model, survey.still(place, 40.0))


def _truck(survey: Survey, machine: Machine, rest: Array, gap_m: float) -> TruckPost:
    yard, face, dump = parking(survey.site).id, machine.works_at, machine.dumps_at or ""
    payload = survey.model.payload_kg
    way_in, way_down = survey.way(dump, face, short_m=gap_m), survey.way(face, dump, short_m=gap_m)
    at_face, at_dump = end_of(survey.way(dump, face)), end_of(survey.way(face, dump))
    queue, under, tip = way_in.points[-1], at_face.at(7, -2), at_dump.at(6, 2)
    out = survey.drive(survey.way(yard, face, short_m=gap_m), rest, queue)
    haul = survey.drive(way_down, under, load_kg=payload)
    spot = survey.back_in(queue, at_face.at(3, 10), under)
    reverse = survey.back_in(way_down.points[-1], at_dump.at(-2, 11), tip, load_kg=payload)
    return TruckPost(
        machine,
        survey.model,
        rest=survey.still(rest, 0.0),
        out=out,
        queue=survey.at_end(out),
        spot=spot,
        under=survey.at_end(spot),
        haul=haul,
        hold=survey.at_end(haul),
        reverse=reverse,
        tip=survey.at_end(reverse),
        back=survey.drive(way_in, tip),
        home=survey.drive(survey.way(dump, yard), tip, rest),
        retreat=survey.drive(survey.way(yard, face, short_m=gap_m).reversed(), None, rest),
    )


def _excavator(survey: Survey, machine: Machine) -> DiggerPost:
    # The roads come from the yard, so every face is entered the way one comes from there.
    spot = end_of(survey.way(parking(survey.site).id, machine.works_at))
    place = spot.at(15, -2)
    to_face = float(np.degrees(np.arctan2(spot.ahead[0], spot.ahead[1])))
    track = swing(place, to_face, to_face + 170.0, PASS_S[Kind.EXCAVATOR])
    stands = survey.still(place, to_face)
    tidy = survey.add(rake(place, to_face, TIDY_S))
    return DiggerPost(machine, survey.model, rest=stands, stand=stands, work=survey.add(track), tidy=tidy)


def _loader(survey: Survey, machine: Machine, rest: Array) -> DiggerPost:
    yard, face = parking(survey.site).id, machine.works_at
    spot = end_of(survey.way(yard, face))
    out = survey.drive(survey.way(yard, face), rest, spot.at(24))
    work = load_truck(spot.at(24), spot.at(13, -7), spot.at(10), PASS_S[Kind.WHEEL_LOADER])
    return DiggerPost(
        machine,
        survey.model,
        rest=survey.still(rest, 0.0),
        stand=survey.still(spot.at(24), float(work.heading[0])),
        work=survey.add(work),
        tidy=survey.add(clean_up(spot.at(24), spot.at(17, -4.5), TIDY_S)),
        out=out,
        home=survey.drive(survey.way(face, yard), spot.at(24), rest),
    )


def _carrier(survey: Survey, machine: Machine, rest: Array) -> CarrierPost:
    yard, pile, dump = parking(survey.site).id, machine.works_at, machine.dumps_at or ""
    at_pile, at_dump = end_of(survey.way(dump, pile)), end_of(survey.way(pile, dump))
    fill, tip = at_pile.at(12, 3), at_dump.at(3, -3)
    out = survey.drive(survey.way(yard, pile), rest, fill)
    carry = survey.drive(survey.way(pile, dump), fill, tip, load_kg=survey.model.payload_kg)
    return CarrierPost(
        machine,
        survey.model,
        rest=survey.still(rest, 0.0),
        out=out,
        fill=survey.add(stand(fill, float(np.degrees(np.arctan2(at_pile.ahead[0], at_pile.ahead[1]))))),
        stand=survey.at_end(out),
        carry=carry,
        tip=survey.at_end(carry),
        back=survey.drive(survey.way(dump, pile), tip, fill),
        home=survey.drive(survey.way(pile, yard), fill, rest),
    )
