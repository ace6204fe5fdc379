// What have the machines on a map in common, however they are drawn?

export class Markers {
  constructor(map) {
    Object.assign(this, { map, markers: new Map() });
  }

  move(spots) {
    for (const spot of spots) {
      if (spot.lat === null) this.drop(spot.id);
      else this.set(spot);
    }
  }

  drop(id) {
    this.markers.get(id)?.remove();
    this.markers.delete(id);
  }

  set(spot) {
    const at = [spot.lat, spot.lon];
    if (!this.markers.has(spot.id)) this.markers.set(spot.id, this.make(spot, at));
    this.dress(this.markers.get(spot.id).setLatLng(at), spot);
  }

  find(id) {
    const marker = this.markers.get(id);
    if (!marker) return;
    this.map.flyTo(marker.getLatLng(), Math.max(this.map.getZoom(), 18), { duration: 0.6 });
    marker.getElement()?.focus({ preventScroll: true });
    marker.openTooltip();
  }
}
