delete from telemetry.state where machine like 'crowd-%';
delete from telemetry.latest where machine like 'crowd-%';
delete from access.visibility where machine like 'crowd-%';
delete from access.machine where machine like 'crowd-%';
delete from registry.tenure where machine like 'crowd-%';
delete from registry.machine where id like 'crowd-%';
delete from registry.site where id like 'crowd-%'
